/** Dialogs open and close by marks; a form may ask "sure?" first; the search box is walked with arrows. */

function opened(event) {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
}

function closed(event) {
  const { target } = event;
  if (target.closest("[data-closes]")) target.closest("dialog")?.close();
  else if (target.tagName === "DIALOG") target.close(); // a press beside it
}

/** A form with data-confirm="id" is sent only by the data-yes button of that dialog. */
function asked(event) {
  const form = event.target;
  const dialog = document.getElementById(form.dataset.confirm ?? "");
  if (!dialog || "sure" in form.dataset) return;
  event.preventDefault();
  dialog.showModal();
  dialog.querySelector("[data-yes]").onclick = () => {
    form.dataset.sure = "";
    dialog.close();
    form.requestSubmit(event.submitter);
  };
}

function walk(event) {
  if (event.key === "Escape") event.target.closest("#search")?.close(); // a search field would only be emptied
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const box = event.target.closest("#search");
  const links = [...(box?.querySelectorAll("#found a") ?? [])];
  if (links.length === 0) return;
  event.preventDefault();
  const place = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  (links[Math.min(place, links.length - 1)] ?? box.querySelector("input[type=search]")).focus();
}

export function start() {
  document.addEventListener("click", opened);
  document.addEventListener("click", closed);
  document.addEventListener("submit", asked);
  document.addEventListener("keydown", walk);
  const search = document.getElementById("search");
  search?.addEventListener("close", () => {
    search.querySelector("form").reset();
    document.getElementById("found").replaceChildren();
  });
}
