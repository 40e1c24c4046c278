/** Tabs wider than the window: the one that is open is brought into view, and no other part of the page moves. */
import { onEach } from "./page.js";

function showOpenOne(tabs) {
  const open = tabs.querySelector("[aria-current]");
  if (!open || tabs.scrollWidth <= tabs.clientWidth) return;
  const beside = (tabs.clientWidth - open.offsetWidth) / 2; // what stays to be seen of its neighbours
  tabs.scrollLeft += open.getBoundingClientRect().left - tabs.getBoundingClientRect().left - beside;
}

export function start() {
  onEach(".tabs", showOpenOne);
}
