/** Says what did not work, what is safe and what to do; tells when the network is gone. */
import htmx from "htmx.org";
import { text } from "./page.js";

/** Show a note over the page, with a way to try again. */
export function failed(words, again) {
  const note = document.createElement("div");
  note.className = "note clay";
  const icon = document.createElement("i");
  icon.className = "i i-cloud-x";
  const body = document.createElement("div");
  body.textContent = words;
  note.append(icon, body);
  if (again) {
    const act = document.createElement("div");
    act.className = "act";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet btn-sm";
    button.textContent = text("again");
    button.addEventListener("click", () => {
      note.remove();
      again();
    });
    act.append(button);
    body.append(act);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.setAttribute("aria-label", text("close"));
  const cross = document.createElement("i");
  cross.className = "i i-x";
  close.append(cross);
  close.addEventListener("click", () => note.remove());
  note.append(close);
  document.getElementById("toasts")?.replaceChildren(note);
}

function onFailure(event) {
  const { requestConfig, xhr } = event.detail;
  if (xhr?.getResponseHeader("HX-Redirect")) return;
  const isReading = requestConfig.verb === "get" || requestConfig.elt.matches("[data-no-guard]");
  const code = xhr?.status ? ` (${xhr.status})` : "";
  const words = isReading
    ? text(xhr?.status === 404 ? "notFound" : "notLoaded")
    : `${text("notSaved")} ${text("kept")}${code}`;
  const { elt, triggeringEvent } = requestConfig;
  failed(words, () => htmx.trigger(elt, triggeringEvent?.type ?? "click"));
}

export function start() {
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, onFailure);
  }
  document.addEventListener("htmx:beforeSwap", () => document.getElementById("toasts")?.replaceChildren());
  const tell = () => {
    for (const banner of document.querySelectorAll("[data-offline]"))
      banner.hidden = navigator.onLine !== false;
  };
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();
}
