/** Buttons that print the page. Without a script they stay away: the browser prints as well. */
export function start() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
