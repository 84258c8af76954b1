// Tells while an entry is typed which records it may repeat. Without it, the check does so.

const form = document.querySelector("#entry");
const box = document.querySelector("#likely-repeats");
const asked = ["date", "place", "substance", "amount", "unit"];
let waiting;
let running;

async function ask() {
  running?.abort();
  running = new AbortController();
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") fields.append(name, value);
  }
  let found;
  try {
    const answer = await fetch(box.dataset.address, {
      method: "POST", body: fields, signal: running.signal, credentials: "same-origin",
    });
    if (!answer.ok) return;
    found = (await answer.json()).repeats;
  } catch {
    return;
  }
  const lines = found.map((line) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = line.address;
    link.textContent = `${line.kind}: ${line.place}`;
    item.append(link, ` ${line.reasons}`);
    return item;
  });
  box.querySelector("ul").replaceChildren(...lines);
  box.hidden = lines.length === 0;
}

form?.addEventListener("input", (event) => {
  if (!asked.includes(event.target.name)) return;
  if (!asked.every((name) => form.elements[name].value.trim() !== "")) return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, 600);
});
