/**
 * A form is sent once: its buttons rest until the answer. Without a network it stays here, with all its words.
 * Whoever goes back to a form that was sent finds it as the server has it: empty, or with the draft that was
 * refused. The browser would put the old words into a new form, and a second press would save them twice.
 */
import { failed } from "./failures.js";
import { text } from "./page.js";

function rest(form, on) {
  if (on) form.dataset.sent = "";
  else delete form.dataset.sent;
  form.setAttribute("aria-busy", String(on));
  for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) {
    button.disabled = on;
  }
}

const isGuarded = (form) =>
  form.method === "post" && !form.matches("[data-no-guard], [data-hide], [hx-post]");

export function start() {
  // On window, so that whoever takes over the sending has had its say before.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !isGuarded(form)) return;
    if ("sent" in form.dataset) return event.preventDefault();
    if (navigator.onLine === false) {
      event.preventDefault();
      failed(`${text("notSaved")} ${text("kept")}`, () => form.requestSubmit(event.submitter));
      return;
    }
    form.dataset.sent = "";
    history.replaceState({ ...history.state, sent: true }, "");
    setTimeout(() => rest(form, true)); // after the pressed button's own value was read
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) rest(form, false);
    if (!history.state?.sent) return;
    for (const form of document.forms) if (form.elements.draft_form) form.reset();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("form[hx-post]:not([data-no-guard])");
    if (form) rest(form, true);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[hx-post]:not([data-no-guard])");
    if (form) rest(form, false);
  });
}
