/** What several parts need: the page's texts, its addresses, and how to send something to the server. */

const root = document.documentElement;
const texts = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

/** A sentence in the reader's language, its words in braces filled in. */
export function text(name, values = {}) {
  return Object.entries(values).reduce(
    (words, [key, value]) => words.replace(`{${key}}`, value),
    texts[name] ?? name,
  );
}

/** An address or number that the server wrote on the body: `setting("lock")`. */
export const setting = (name) => document.body.dataset[name] ?? "";

export const isOn = (name) => root.dataset[name] === "on";

export const token = () => document.querySelector("meta[name=csrf]")?.content ?? "";

/** POST fields; resolves to the answer, rejects when there is none. The request outlives the page. */
export function post(url, fields) {
  return fetch(url, {
    method: "POST",
    body: fields,
    headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch", Accept: "application/json" },
    keepalive: true,
    mode: "same-origin",
    redirect: "error",
  });
}

/** Say something to those who listen to the page. */
export function announce(words) {
  const voice = document.getElementById("said");
  if (voice) voice.textContent = words;
}

/** Run `work` on every match now and in whatever htmx brings later. */
export function onEach(selector, work) {
  const within = (part) => {
    if (part.matches?.(selector)) work(part);
    for (const one of part.querySelectorAll(selector)) work(one);
  };
  within(document);
  document.addEventListener("htmx:load", (event) => within(event.target));
}

/** Whether the keys typed there are words. */
export const isField = (element) =>
  element instanceof HTMLElement &&
  (element.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) &&
      !/^(radio|checkbox|button|submit)$/.test(element.type)));

let isPressed = false;
window.addEventListener("pointerdown", () => (isPressed = true), true);
for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => (isPressed = false), true);

/** Run `work`, which may move the page, once no finger or button is down: a click must not miss its place. */
export function afterPress(work) {
  if (!isPressed) return work();
  const later = () => setTimeout(work);
  window.addEventListener("pointerup", later, { once: true });
}
