/**
 * Looks whether something is new, and draws it without loading the page. The longer nothing comes, and
 * while the page is not looked at, the more seldom it asks; an answer without news is a 304.
 */
import htmx from "htmx.org";
import { announce, onEach, text, token } from "./page.js";

const SOONEST = 4_000;
const SELDOM = 30_000;
const WRITING_EVERY = 5_000;

const quiet = (method) => ({
  method,
  cache: "no-store",
  mode: "same-origin",
  redirect: "error",
  headers: { "X-Background": "1", "X-Requested-With": "fetch", "X-CSRFToken": token() },
});

const isAtEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 80;

function draw(place, words) {
  const box = place.closest("[data-to-end]");
  const stay = !box || isAtEnd(box);
  place.innerHTML = words;
  htmx.process(place);
  if (box && stay) box.scrollTop = box.scrollHeight;
  if (place.dataset.pollSays) announce(text("newInList"));
}

function watch(place) {
  let tag = place.dataset.pollTag ?? "";
  let pause = SOONEST;
  let timer = 0;
  const again = () => {
    clearTimeout(timer);
    if (place.isConnected) timer = setTimeout(look, document.hidden ? SELDOM : pause);
  };
  const look = async () => {
    if (place.contains(document.activeElement) && document.activeElement.matches("input, textarea")) return again();
    try {
      const request = quiet("GET");
      request.headers["If-None-Match"] = tag;
      const answer = await fetch(place.dataset.poll, request);
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") ?? "";
        draw(place, await answer.text());
        pause = SOONEST;
      } else {
        pause = Math.min(pause * 1.5, SELDOM);
        if ([401, 403, 404].includes(answer.status)) return;
      }
    } catch {
      pause = SELDOM; // no line, or signed out: the page's own notes say so
    }
    again();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !place.isConnected) return;
    pause = SOONEST;
    again();
  });
  again();
}

function tellOthers(field) {
  let told = 0;
  field.addEventListener("input", () => {
    const url = field.closest("[data-writing-url]")?.dataset.writingUrl;
    if (!url || Date.now() - told < WRITING_EVERY) return;
    told = Date.now();
    fetch(url, quiet("POST")).catch(() => {});
  });
}

export function start() {
  onEach("[data-poll]", watch);
  onEach("[data-writing]", tellOthers);
  onEach("[data-to-end]", (box) => (box.scrollTop = box.scrollHeight));
}
