/**
 * Sends the file of a form ahead in pieces, so that a line that breaks costs one piece. The form itself then
 * only carries the number of what has arrived. Without this script the form sends the file whole.
 */
import { announce, post, text, token } from "./page.js";

const PAUSES = [1000, 2000, 4000, 8000, 15_000, 30_000];
const TRIES = 12; // about five minutes; after that somebody presses "Continue"
const LIMIT = 25; // MB

class Refused extends Error {}

const parts = (form) => {
  const state = form.querySelector("[data-upload-state]");
  return {
    state,
    words: state.querySelector("[data-words]"),
    bar: state.querySelector("progress"),
    goOn: state.querySelector("[data-go-on]"),
    file: form.elements.file,
  };
};

/** After a pause, or at once when the network is back. */
function later(pause) {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, pause);
    window.addEventListener("online", go);
  });
}

async function answerOf(response) {
  const said = await response.json().catch(() => ({}));
  if (response.ok || response.status === 409) return said;
  if (response.status >= 400 && response.status < 500) throw new Refused(said.message ?? "");
  if (response.status === 507) throw new Refused(said.message ?? "");
  throw new Error(String(response.status));
}

async function begin(form, file) {
  const fields = new URLSearchParams({ size: String(file.size), name: file.name });
  return answerOf(await post(form.dataset.upload, fields));
}

const pieceUrl = (form, upload) => `${form.dataset.upload}${upload.id}/`;

async function sendPiece(form, upload, file) {
  const response = await fetch(pieceUrl(form, upload), {
    method: "POST",
    body: file.slice(upload.next, upload.next + upload.piece),
    headers: {
      "Content-Type": "application/octet-stream",
      "Upload-Offset": String(upload.next),
      "X-CSRFToken": token(),
      Accept: "application/json",
    },
    redirect: "error",
  });
  return (await answerOf(response)).next;
}

/** What is known of a form's upload, kept so that "Continue" goes on instead of beginning anew. */
const uploads = new WeakMap();

async function send(form, file, tell) {
  let upload = uploads.get(form);
  let failures = 0;
  for (;;) {
    try {
      if (!upload || upload.file !== file) {
        const begun = await begin(form, file);
        upload = { id: begun.upload, next: begun.next, piece: begun.piece, file };
        uploads.set(form, upload);
      }
      while (upload.next < file.size) {
        tell("sending", upload.next);
        upload.next = await sendPiece(form, upload, file);
        failures = 0;
      }
      return upload.id;
    } catch (trouble) {
      if (trouble instanceof Refused) {
        uploads.delete(form);
        throw trouble;
      }
      failures += 1;
      if (failures > TRIES) throw trouble;
      tell("sendingWaits", upload?.next ?? 0);
      await later(PAUSES[Math.min(failures, PAUSES.length) - 1]);
    }
  }
}

function refuse(form, words) {
  const { file, state } = parts(form);
  let place = form.querySelector("[data-upload-error]");
  if (!place) {
    place = document.createElement("div");
    place.className = "invalid-feedback d-block";
    place.id = "upload-error";
    place.dataset.uploadError = "";
    file.after(place);
  }
  place.textContent = words;
  file.setAttribute("aria-invalid", "true");
  file.setAttribute("aria-describedby", place.id);
  state.hidden = true;
  file.focus();
  announce(words);
}

function calm(form) {
  form.querySelector("[data-upload-error]")?.remove();
  form.elements.file.removeAttribute("aria-invalid");
}

async function takeOver(form) {
  const { state, words, bar, goOn, file } = parts(form);
  const chosen = file.files[0];
  calm(form);
  if (chosen.size > LIMIT * 1024 * 1024) return refuse(form, text("tooLarge", { limit: LIMIT }));
  const tell = (name, sent) => {
    const percent = Math.floor((sent * 100) / Math.max(1, chosen.size));
    state.hidden = false;
    bar.value = percent;
    words.textContent = text(name, { percent });
  };
  goOn.hidden = true;
  form.dataset.uploading = "";
  tell("sending", 0);
  try {
    form.elements.upload.value = await send(form, chosen, tell);
    form.elements.name.value = chosen.name.slice(-300);
    tell("sent", chosen.size);
    file.disabled = true; // its bytes are there already
    delete form.dataset.uploading;
    form.requestSubmit();
  } catch (trouble) {
    delete form.dataset.uploading;
    if (trouble instanceof Refused && trouble.message) return refuse(form, trouble.message);
    words.textContent = text("sendingStopped");
    goOn.hidden = false;
    goOn.focus();
  }
}

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-upload]")) return;
    const { file } = parts(form);
    if (file.disabled || !file.files?.length) return;
    event.preventDefault();
    if (!("uploading" in form.dataset)) takeOver(form);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-go-on]");
    if (button) takeOver(button.form ?? button.closest("form"));
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-uploading]")) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return; // only when one comes back to a page that had sent its file
    for (const form of document.querySelectorAll("form[data-upload]")) {
      form.elements.file.disabled = false;
      form.elements.upload.value = "";
    }
  });
}
