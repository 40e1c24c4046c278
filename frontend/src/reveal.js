/** Something private that was asked for closes after 20 seconds, and its words leave the page. */
import htmx from "htmx.org";

const SHOWN_FOR = 20_000;
const asks = new WeakMap();
const timers = new WeakMap();

function open(details) {
  const form = details.querySelector("form");
  if (form) {
    if (!asks.has(details)) asks.set(details, form.cloneNode(true));
    form.requestSubmit();
  }
  timers.set(
    details,
    setTimeout(() => {
      details.open = false;
    }, SHOWN_FOR),
  );
}

function forget(details) {
  clearTimeout(timers.get(details));
  const ask = asks.get(details);
  if (!ask) return;
  for (const part of [...details.children]) if (part.tagName !== "SUMMARY") part.remove();
  const fresh = ask.cloneNode(true);
  details.append(fresh);
  htmx.process(fresh);
}

export function start() {
  document.addEventListener(
    "toggle",
    (event) => {
      const details = event.target;
      if (details.matches?.("[data-reveal]")) (details.open ? open : forget)(details);
    },
    true,
  );
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return;
    for (const details of document.querySelectorAll("[data-reveal][open]")) details.open = false;
  });
}
