/** Locks the screen after quiet minutes, fewer on a phone; the organisation sets both. Warns a minute before; any key or touch stays. */
import { lock } from "./hide.js";
import { post, setting } from "./page.js";

const WARNING = 60_000;
const TELL_EVERY = 2 * 60_000;

export function start() {
  const atDesk = Number(setting("lockAfter")) * 1000;
  const isPhone = matchMedia("(pointer: coarse) and (max-width: 767.98px)").matches;
  const onPhone = Number(setting("lockAfterPhone")) * 1000;
  const quiet = isPhone ? Math.min(onPhone, atDesk) : atDesk;
  if (!quiet || !setting("lock")) return;

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("kimbilio-here") : null;
  const dialog = document.getElementById("idle");
  let last = Date.now();
  let told = Date.now();
  let locking = false;

  const here = (isOwn) => {
    last = Date.now();
    if (dialog?.open) dialog.close();
    if (!isOwn) return;
    if (last - told > TELL_EVERY) {
      told = last;
      channel?.postMessage("here");
      if (setting("here")) post(setting("here"), new URLSearchParams()).catch(() => {});
    }
  };
  channel?.addEventListener("message", () => here(false));
  for (const sign of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    window.addEventListener(sign, () => here(true), { passive: true, capture: true });
  }

  const tryToLock = async () => {
    try {
      const answer = await lock();
      if (answer && (answer.ok || answer.status === 423)) location.replace(setting("locked"));
    } catch {
      // No network: stay covered, keep the words, and try again at the next look.
    }
    locking = false;
  };
  const look = () => {
    const left = last + quiet - Date.now();
    if (left <= 0 && !locking) {
      locking = true;
      document.documentElement.classList.add("kb-gone");
      tryToLock();
    } else if (left > 0 && left <= WARNING && dialog && !dialog.open) {
      dialog.showModal();
    }
  };
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
}
