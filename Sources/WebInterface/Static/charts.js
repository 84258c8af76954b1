// Labels of chart marks: the words of a mark's <title>, under the pointer and by keyboard.
//
// Every value stands in the table behind the chart too. Marks that have a label carry data-mark.

let tip;

function show(mark) {
  const words = mark.getAttribute("aria-label");
  if (!words) return;
  if (!tip) {
    tip = document.createElement("div");
    tip.className = "chart-tip";
    tip.setAttribute("aria-hidden", "true");
    document.body.append(tip);
  }
  tip.textContent = words;
  tip.hidden = false;
  const box = mark.getBoundingClientRect();
  const own = tip.getBoundingClientRect();
  const left = box.left + box.width / 2 - own.width / 2;
  const above = box.top - own.height - 6;
  tip.style.left = `${Math.max(4, Math.min(left, innerWidth - own.width - 4))}px`;
  tip.style.top = `${above > 4 ? above : box.bottom + 6}px`;
}

function hide() {
  if (tip) tip.hidden = true;
}

// One mark of a chart takes part in the order of the keys; arrows go from mark to mark.
function step(chart, mark, by) {
  const marks = [...chart.querySelectorAll("[data-mark]")];
  const next = marks[marks.indexOf(mark) + by];
  if (!next) return;
  mark.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

export function labelMarks(part) {
  for (const chart of part.querySelectorAll("svg.chart")) {
    const first = chart.querySelector("[data-mark]");
    if (!first) continue;
    first.setAttribute("tabindex", "0");
    chart.setAttribute("role", "group");
    for (const mark of chart.querySelectorAll("[data-mark]")) {
      const title = mark.querySelector("title");
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", title.textContent);
      // Else the browser's own label would show beside ours.
      title.remove();
    }
    chart.addEventListener("pointerover", (event) => {
      const mark = event.target.closest("[data-mark]");
      if (mark) show(mark);
    });
    chart.addEventListener("pointerout", hide);
    chart.addEventListener("focusin", (event) => show(event.target));
    chart.addEventListener("focusout", hide);
    chart.addEventListener("keydown", (event) => {
      const mark = event.target.closest("[data-mark]");
      if (!mark) return;
      if (event.key === "ArrowRight") step(chart, mark, 1);
      else if (event.key === "ArrowLeft") step(chart, mark, -1);
      else if (event.key === "Escape") hide();
      else return;
      event.preventDefault();
    });
  }
  addEventListener("scroll", hide, { passive: true });
}
