/**
 * Keeps what is typed: each form with a hidden `draft_form` is sent to the server as one types, where it is
 * kept encrypted. Nothing is stored in the browser. While the server does not answer, it is tried again.
 */
import { afterPress, post, setting, text } from "./page.js";

const PAUSE = 1500;
const TRIES = [2000, 5000, 10_000, 20_000, 30_000];

/** form -> {timer, isDirty, sending, failures} */
const kept = new Map();

const isKept = (form) => form?.elements?.draft_form && setting("drafts") && !("sent" in form.dataset);

function fieldsOf(form) {
  const fields = new URLSearchParams();
  for (const control of form.elements) {
    if (control.type === "password" || control.type === "file") continue;
    if (!control.name || control.disabled || control.matches("button, [type=submit]")) continue;
    if (/^(radio|checkbox)$/.test(control.type) && !control.checked) continue;
    const values = control.selectedOptions
      ? [...control.selectedOptions].map((option) => option.value)
      : [control.value];
    for (const value of values) fields.append(control.name, value);
  }
  return fields;
}

function tell(state, words) {
  for (const place of document.querySelectorAll("[data-saved]")) {
    place.dataset.state = state;
    place.lastElementChild.textContent = words;
    place.firstElementChild.className = `i ${state === "waiting" ? "i-cloud-off" : "i-cloud-check"}`;
  }
  afterPress(() => {
    for (const banner of document.querySelectorAll("[data-unsaved]")) banner.hidden = state !== "waiting";
  });
}

const now = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

async function send(form) {
  const state = kept.get(form);
  if (!state || state.sending || !isKept(form)) return state?.sending;
  clearTimeout(state.timer);
  state.isDirty = false;
  const sending = (async () => {
    try {
      const answer = await post(setting("drafts"), fieldsOf(form));
      if (!answer.ok) throw new Error(String(answer.status));
      const { saved } = await answer.json().catch(() => ({}));
      state.failures = 0;
      tell("saved", text("saved", { time: saved || now() }));
    } catch {
      state.isDirty = true;
      state.failures += 1;
      tell("waiting", text("waiting"));
      wait(form, TRIES[Math.min(state.failures, TRIES.length) - 1]);
    }
  })();
  state.sending = sending;
  await sending;
  state.sending = null;
  if (state.isDirty && !state.failures) wait(form, PAUSE);
}

function wait(form, pause) {
  const state = kept.get(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => send(form), pause);
}

function note(event) {
  const form = event.target.form;
  if (!isKept(form)) return;
  if (!kept.has(form)) kept.set(form, { timer: 0, isDirty: false, sending: null, failures: 0 });
  const state = kept.get(form);
  state.isDirty = true;
  if (!state.failures) wait(form, PAUSE);
}

const dirty = () => [...kept].filter(([form, state]) => state.isDirty && isKept(form) && form.isConnected);

/** Save what is not saved yet; resolves when each was tried once. */
export const saveNow = () => Promise.allSettled(dirty().map(([form]) => send(form)));

export function start() {
  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("focusout", (event) => {
    const state = kept.get(event.target.form);
    if (state?.isDirty && !state.failures) send(event.target.form);
  });
  document.addEventListener("visibilitychange", () => document.hidden && saveNow());
  window.addEventListener("pagehide", saveNow);
  window.addEventListener("online", saveNow);
  window.addEventListener("beforeunload", (event) => {
    if (dirty().some(([, state]) => state.failures)) event.preventDefault();
  });
}
