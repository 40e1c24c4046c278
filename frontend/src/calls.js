/** How long a call has lasted, beside its title: "On call 04:12". Those who listen are not told each second. */
import { onEach, text } from "./page.js";

const two = (number) => String(number).padStart(2, "0");

function lasted(since) {
  const seconds = Math.max(0, Math.floor((Date.now() - since) / 1000));
  const minutes = Math.floor(seconds / 60);
  const clock = `${two(minutes % 60)}:${two(seconds % 60)}`;
  return minutes < 60 ? clock : `${Math.floor(minutes / 60)}:${clock}`;
}

export function start() {
  onEach("[data-call-since]", (place) => {
    const since = Date.parse(place.dataset.callSince);
    const show = () => {
      place.textContent = text("onCall", { time: lasted(since) });
    };
    show();
    const ticking = setInterval(() => (place.isConnected ? show() : clearInterval(ticking)), 1000);
  });
}
