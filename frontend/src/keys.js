/** Keys for those who work all day with them. Letters never act inside a field, and can be switched off. */
import { isField, isOn } from "./page.js";

const shown = (element) => element.checkVisibility?.() ?? true;

function press(key) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(shown);
  target?.click();
  return Boolean(target);
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-rows] > *")].filter(shown);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by];
  next?.querySelector("a, button")?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

function act(key) {
  if (key === "j") return step(1);
  if (key === "k") return step(-1);
  if (key !== "?") return press(key);
  const list = document.getElementById("keys");
  list?.showModal();
  return Boolean(list);
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      if (press("ctrl+k")) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !isOn("keys")) return;
    if (isField(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key.length === 1 && act(event.key.toLowerCase())) event.preventDefault();
  });
}
