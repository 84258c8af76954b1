// Enhancements: every page works without them.

import { labelMarks } from "./charts.js";

// Light or dark, by hand.

const root = document.documentElement;

function showTheme(choice) {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}

for (const group of document.querySelectorAll(".theme-choice")) {
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
    if (!choice) return;
    try {
      if (choice === "system") localStorage.removeItem("theme");
      else localStorage.setItem("theme", choice);
    } catch {
      // Without storage the choice lasts for this page.
    }
    if (choice === "system") delete root.dataset.theme;
    else root.dataset.theme = choice;
    showTheme(choice);
  });
}
showTheme(root.dataset.theme ?? "system");

// Menus close on Escape and when something else is chosen.

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// The bar of places at the foot of a narrow window shows where one is.

const here = document.querySelector(".place-link[aria-current]");
const bar = here?.closest(".place-list");
if (bar && bar.scrollWidth > bar.clientWidth) {
  bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
}

// The address of a view, to be sent to a colleague.

for (const button of document.querySelectorAll("[data-copy-address]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 2500);
  });
}

// What is wrong with a form is read first.

document.querySelector(".defect-list[tabindex]")?.focus();

labelMarks(document);

if (document.querySelector("[data-map]")) import("./map.js");
// Long work is looked at again by itself; without scripts the link does it.

const again = document.querySelector("a[data-look-again]");
if (again) setTimeout(() => location.replace(again.href), 2000);
