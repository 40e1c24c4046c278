/** Response clocks tick; those who listen hear of half, quarter and zero only. The words are those of web/clocks.py. */
import { announce, text } from "./page.js";

const ROUND = 113.1;
const MINUTE = 60_000;

function inWords(span) {
  const minutes = Math.floor(Math.abs(span) / MINUTE);
  if (minutes < 60) return text("minutes", { minutes });
  const rest = String(minutes % 60).padStart(2, "0");
  if (minutes < 48 * 60) return text("hourMinutes", { hours: Math.floor(minutes / 60), minutes: rest });
  return text("days", { days: Math.floor(minutes / 1440) });
}

function limitInWords(seconds) {
  const hours = seconds / 3600;
  if (!Number.isInteger(hours) || hours === 0) return inWords(seconds * 1000);
  if (hours === 1) return text("oneHour");
  if (hours > 48 && hours % 24 === 0) return text("days", { days: hours / 24 });
  return text("hours", { hours });
}

const stageOf = (share) => (share <= 0 ? "zero" : share < 0.25 ? "quarter" : share < 0.5 ? "half" : "");

function draw(clock) {
  const limit = Number(clock.dataset.limit);
  const left = Date.parse(clock.dataset.due) - Date.now();
  const share = Math.max(0, Math.min(1, left / (limit * 1000)));
  const stage = stageOf(share);
  clock.classList.toggle("clay", share < 0.25);
  clock.classList.toggle("honey", share >= 0.25 && share < 0.5);
  clock
    .querySelector("circle + circle")
    ?.setAttribute("stroke-dasharray", `${(share * ROUND).toFixed(1)} ${ROUND}`);
  clock.querySelector("b").textContent = inWords(left);
  const note = clock.querySelector("small");
  note.textContent = text(left < 0 ? "over" : "left", { limit: limitInWords(limit) });
  if ("stage" in clock.dataset && stage && clock.dataset.stage !== stage) {
    announce(text(stage, { time: inWords(left) }));
  }
  clock.dataset.stage = stage;
}

export function start() {
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-clock]")) draw(clock);
  };
  tick();
  setInterval(tick, 15_000);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}
