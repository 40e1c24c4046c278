/** The button beside a password that shows what was typed: `data-show-password` names the field. */
export function start() {
  for (const button of document.querySelectorAll("button[data-show-password]")) button.hidden = false;
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("button[data-show-password]");
    if (!button) return;
    const field = document.getElementById(button.dataset.showPassword);
    const shows = field.type === "password";
    field.type = shows ? "text" : "password";
    button.setAttribute("aria-pressed", String(shows));
  });
}
