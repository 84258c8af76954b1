// The map that moves, with Leaflet from this node. Land comes from this node too: no tiles.
//
// The drawn map and the table stay for readers without scripts; where this map works, the drawn
// one is folded away.

async function build(frame) {
  const L = await import(frame.dataset.script);
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = frame.dataset.style;
  const styled = new Promise((done, failed) => {
    style.addEventListener("load", done);
    style.addEventListener("error", failed);
  });
  document.head.append(style);
  const [land] = await Promise.all([
    fetch(frame.dataset.coastline).then((answer) => answer.json()), styled,
  ]);
  const ports = JSON.parse(frame.dataset.ports);
  frame.hidden = false;
  const map = L.map(frame, {
    attributionControl: true, zoomSnap: 0.5, minZoom: 2, maxZoom: 9,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  map.attributionControl.setPrefix(false).addAttribution("Natural Earth");
  // A view first: only then do marks have elements.
  const inEurope = ports.filter((port) => port.at[0] > 25 && port.at[1] > -30 && port.at[1] < 45);
  const shown = inEurope.length > 0 ? inEurope : ports;
  map.fitBounds(L.latLngBounds(shown.map((port) => port.at)), { padding: [30, 30], maxZoom: 6 });
  L.geoJSON(land, { interactive: false, style: () => ({ className: "map-land" }) }).addTo(map);
  const most = Math.max(0, ...ports.map((port) => port.value ?? 0));
  // Largest first, so that a small port beside a large one stays in reach.
  ports.sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  for (const port of ports) {
    const known = port.value !== undefined;
    const radius = known && most > 0 ? Math.max(4, 26 * Math.sqrt(port.value / most)) : 4;
    const kind = `map-port${port.inland ? " inland" : ""}${known ? "" : " no-figure"}`;
    const mark = L.circleMarker(port.at, { radius, className: kind }).addTo(map);
    mark.bindTooltip(`${port.name}: ${port.words}`.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt()};`));
    mark.on("click", () => { location.href = port.address; });
    const path = mark.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "link");
    path.setAttribute("aria-label", `${port.name}: ${port.words}`);
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter") location.href = port.address;
    });
    path.addEventListener("focus", () => mark.openTooltip());
    path.addEventListener("blur", () => mark.closeTooltip());
  }
  for (const drawn of document.querySelectorAll("#map .chart-wide, #map .chart-narrow")) {
    drawn.hidden = true;
  }
}

for (const frame of document.querySelectorAll("[data-map]")) {
  build(frame).catch(() => { frame.hidden = true; });
}
