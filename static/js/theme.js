/** Light or dark: the system's choice until the user makes one, which the browser then keeps. */

import { theme } from "./state.js";

const system = matchMedia("(prefers-color-scheme: dark)");

/** @type {string | null} */
let choice = null;

export function startTheme() {
  try {
    choice = localStorage.getItem("theme");
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
  apply();
  system.addEventListener("change", apply);
}

function apply() {
  theme.value = (choice ? choice === "dark" : system.matches) ? "dark" : "light";
  document.documentElement.dataset.theme = theme.value;
}

export function toggleTheme() {
  choice = theme.value === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("theme", choice);
  } catch {
    // As above.
  }
  apply();
}
