/**
 * "Nearest to where I am": writes how far each place of a list is, and sorts by it.
 * The phone's position stays in this function: it is sent nowhere, stands in no address and is not kept.
 */
import { announce } from "./page.js";

const EARTH = 6371; // km
const ONCE = { enableHighAccuracy: false, maximumAge: 0, timeout: 15_000 };
const rad = (degrees) => (degrees * Math.PI) / 180;

/** Kilometres between two places in a straight line. */
function apart([lat, lon], [otherLat, otherLon]) {
  const half = (a, b) => Math.sin(rad(b - a) / 2) ** 2;
  const share = half(lat, otherLat) + Math.cos(rad(lat)) * Math.cos(rad(otherLat)) * half(lon, otherLon);
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(share)));
}

function write(row, km, under) {
  let place = row.querySelector("[data-km]");
  if (!place) {
    place = document.createElement("span");
    place.className = "pill num";
    place.dataset.km = "";
    row.querySelector(".row-x").append(place);
  }
  place.textContent = km < 1 ? under : `${Math.round(km)} km`;
}

/** Nearest first; then those without a known place, and last those that are full today. */
function sort(list, here, under) {
  const rows = [...list.children].map((row, at) => {
    const spot = row.dataset.spot?.split(",").map(Number);
    const km = spot ? apart(here, spot) : Infinity;
    if (spot) write(row, km, under);
    return { row, at, km, full: "full" in row.dataset };
  });
  rows.sort((a, b) => a.full - b.full || (a.km === b.km ? a.at - b.at : a.km - b.km));
  list.append(...rows.map(({ row }) => row));
}

export function start() {
  for (const button of document.querySelectorAll("button[data-nearest]")) {
    const list = document.getElementById(button.dataset.nearest);
    const said = document.getElementById(button.getAttribute("aria-describedby"));
    const say = (words) => {
      said.textContent = words;
      announce(words);
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      if (!navigator.geolocation) return say(button.dataset.refused);
      button.disabled = true;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          button.disabled = false;
          sort(list, [coords.latitude, coords.longitude], button.dataset.under);
          say(button.dataset.sorted);
        },
        () => {
          button.disabled = false;
          say(button.dataset.refused);
        },
        ONCE,
      );
    });
  }
}
