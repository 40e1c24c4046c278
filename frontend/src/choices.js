/** Light or dark at once, without loading the page again; and the focus where it is asked for. */
import { onEach, post } from "./page.js";

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-form]") || !event.submitter) return;
    event.preventDefault();
    const theme = event.submitter.value;
    document.documentElement.dataset.bsTheme = theme;
    for (const button of document.querySelectorAll("[data-theme-form] button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
    post(form.action, new URLSearchParams({ theme })).catch(() => {});
  });
  onEach("[data-focus]", (part) => part.focus());
}
