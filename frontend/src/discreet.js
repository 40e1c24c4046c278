/** Discreet mode: blurs what a passer-by should not read; press and hold, or hold Space, to look at one. */
import { isOn, onEach, post, setting, text } from "./page.js";

const root = document.documentElement;
const icon = document.querySelector("link[rel=icon][data-dot]");
const title = document.querySelector("title");

function cover(part) {
  if (part.matches("input, textarea, select") || part.querySelector(":scope > [data-private]")) return;
  const word = document.createElement("span");
  word.className = "visually-hidden";
  word.dataset.private = "";
  word.textContent = `${text("private")}: `;
  part.prepend(word);
  if (!part.matches("a, button, summary, [tabindex]")) part.tabIndex = 0;
}

function uncover(part) {
  const word = part.querySelector(":scope > [data-private]");
  if (!word) return;
  word.remove();
  if (!part.matches("a, button, summary")) part.removeAttribute("tabindex");
  part.classList.remove("peek");
}

function show(on) {
  root.dataset.discreet = on ? "on" : "off";
  document.title = on ? text("workspace") : title.dataset.title;
  if (icon) icon.href = on ? icon.dataset.dot : icon.dataset.mark;
  for (const button of document.querySelectorAll("[data-discreet-form] button")) {
    button.setAttribute("aria-pressed", String(on));
    button.value = on ? "off" : "on";
  }
  for (const part of document.querySelectorAll("[data-p]")) (on ? cover : uncover)(part);
}

function peek(part, on) {
  part?.classList.toggle("peek", on);
}

const covered = (event) => (isOn("discreet") ? event.target.closest?.("[data-p]") : null);

export function start() {
  onEach("[data-p]", (part) => isOn("discreet") && cover(part));
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-discreet-form]");
    if (!form) return;
    event.preventDefault();
    const on = !isOn("discreet");
    show(on);
    post(form.action, new URLSearchParams({ on: on ? "on" : "off" })).catch(() => form.submit());
  });

  let looked = null;
  const stop = () => {
    peek(looked, false);
    looked = null;
  };
  document.addEventListener("pointerdown", (event) => {
    looked = covered(event);
    peek(looked, true);
  });
  for (const end of ["pointerup", "pointercancel", "blur"]) window.addEventListener(end, stop);
  document.addEventListener("contextmenu", (event) => covered(event) && event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches?.("[data-p][tabindex]") || !isOn("discreet")) return;
    event.preventDefault();
    looked = event.target;
    peek(looked, true);
  });
  document.addEventListener("keyup", stop);
  document.addEventListener("focusout", stop);
  if (isOn("discreet") && !setting("blank")) show(true);
}
