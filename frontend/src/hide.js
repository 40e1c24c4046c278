/** "Hide now": the page is gone at once, the session locked; coming back asks who you are. */
import { forgetCopied } from "./copy.js";
import { saveNow } from "./drafts.js";
import { post, setting } from "./page.js";

const QUICK = 1200; // milliseconds for three presses
const PATIENCE = 1500; // how long the lock waits for the last words to be saved

let hidden = false;

/** Lock the session, telling the server where to come back to. */
export async function lock() {
  await Promise.race([saveNow(), new Promise((done) => setTimeout(done, PATIENCE))]);
  const place = location.pathname + location.search;
  const url = setting("lock");
  return url ? post(url, new URLSearchParams({ next: place })) : null;
}

async function hide() {
  if (hidden) return;
  hidden = true;
  const blank = setting("blank");
  const locked = lock();
  const name = document.body.dataset.blankTitle;
  document.documentElement.classList.add("kb-gone");
  document.title = name;
  document.querySelector("link[rel=icon]")?.remove();
  forgetCopied();
  await Promise.allSettled([locked]);
  location.replace(blank);
}

function countShifts() {
  let presses = [];
  let alone = false;
  window.addEventListener(
    "keydown",
    (event) => {
      alone = event.key === "Shift";
      if (!alone) presses = [];
    },
    true,
  );
  window.addEventListener(
    "keyup",
    (event) => {
      if (event.key !== "Shift" || !alone) return;
      presses = [...presses.filter((time) => event.timeStamp - time < QUICK), event.timeStamp];
      if (presses.length === 3) hide();
    },
    true,
  );
}

export function start() {
  if (!document.querySelector("[data-hide]")) return;
  countShifts();
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-hide]")) return;
    event.preventDefault();
    hide();
  });
  // A page that the browser kept whole must not come back by "Back".
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}
