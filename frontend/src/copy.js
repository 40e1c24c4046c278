/** Copies what a button names, and can empty the clipboard again if it was we who filled it. */
import { announce, text } from "./page.js";

let filled = false;

export function forgetCopied() {
  if (filled) navigator.clipboard?.writeText("").catch(() => {});
}

export function start() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard?.writeText(button.dataset.copy);
    filled = true;
    announce(text("copied"));
    const icon = button.querySelector(".i");
    icon?.classList.replace("i-copy", "i-check");
    setTimeout(() => icon?.classList.replace("i-check", "i-copy"), 2000);
  });
}
