/** Moves a block of a week to another cell: by mouse or pen, or with M and the arrows. Its own page has a form for the same. */
import { failed } from "./failures.js";
import { announce, post, text } from "./page.js";

const FAR = 6; // pixels after which a press is a pull
let pulled = null; // { block, x, y, isFar }
let target = null; // the cell over which it is, or that the arrows chose
let justPulled = false;

const cellOf = (block) => block.closest("[data-cell]");
const cellAt = (x, y) => document.elementFromPoint(x, y)?.closest("[data-cell]") ?? null;

function aim(cell) {
  target?.classList.remove("aim");
  target = cell;
  target?.classList.add("aim");
}

function letGo(block) {
  block.style.transform = "";
  block.classList.remove("pulled", "choosing");
  aim(null);
}

function put(block, cell, html) {
  const made = document.createRange().createContextualFragment(html).querySelector("[data-move]");
  block.remove();
  const after = [...cell.querySelectorAll("[data-at]")].find((one) => one.dataset.at > made.dataset.at);
  cell.insertBefore(made, after ?? null);
  return made;
}

/** Ask the server; on a refusal the block stays where it was, and the reason is said. */
async function send(block, cell, keepsFocus) {
  if (!cell || cell === cellOf(block)) return;
  const fields = new FormData();
  for (const [name, value] of [["day", cell.dataset.day], ["room", cell.dataset.room], ["version", block.dataset.version]])
    fields.append(name, value);
  block.setAttribute("aria-busy", "true");
  try {
    const answer = await post(block.dataset.move, fields);
    const words = await answer.text();
    if (answer.ok) {
      const made = put(block, cell, words);
      announce(text("movedTo", { place: cell.dataset.label }));
      if (keepsFocus) made.focus();
      return;
    }
    const said = document.createElement("div");
    if (answer.status === 409) said.innerHTML = words; // a fragment of ours, with the reason
    failed(`${text("notMoved")} ${said.textContent.trim()}`);
    announce(`${text("notMoved")} ${said.textContent.trim()}`);
  } catch {
    failed(text("notMoved"), () => send(block, cell, keepsFocus));
  } finally {
    block.removeAttribute("aria-busy");
    if (keepsFocus && block.isConnected) block.focus();
  }
}

/** The cell beside this one: rows of the table are rooms, columns are days. */
function beside(cell, key) {
  const box = cell.closest("td");
  const row = box.parentElement;
  const rows = { ArrowUp: row.previousElementSibling, ArrowDown: row.nextElementSibling };
  const boxes = { ArrowLeft: box.previousElementSibling, ArrowRight: box.nextElementSibling };
  const next = key in rows ? rows[key]?.children[box.cellIndex] : boxes[key];
  return next?.querySelector("[data-cell]") ?? null;
}

function onKey(event) {
  const block = event.target.closest?.("[data-move]");
  if (event.key === "Escape" && pulled) {
    letGo(pulled.block);
    pulled = null;
    return;
  }
  if (!block || event.ctrlKey || event.metaKey || event.altKey) return;
  const isChoosing = block.classList.contains("choosing");
  if (!isChoosing) {
    if (event.key.toLowerCase() !== "m") return;
    block.classList.add("choosing");
    aim(cellOf(block));
    announce(text("moveHow"));
  } else if (event.key.startsWith("Arrow")) {
    const next = beside(target, event.key);
    if (next) {
      aim(next);
      announce(next.dataset.label);
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  } else if (event.key === "Enter" || event.key === "Escape") {
    const to = event.key === "Enter" ? target : null;
    letGo(block);
    send(block, to, true);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

export function start() {
  if (!document.querySelector("[data-move]")) return;
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("focusout", (event) => {
    if (event.target.classList?.contains("choosing")) letGo(event.target);
  });
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.("[data-move]")) event.preventDefault(); // a link would be pulled as a link
  });
  document.addEventListener("pointerdown", (event) => {
    const block = event.target.closest?.("[data-move]");
    if (!block || event.button !== 0 || event.pointerType === "touch") return; // a finger scrolls, and uses the form
    pulled = { block, x: event.clientX, y: event.clientY, isFar: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!pulled) return;
    const { block, x, y } = pulled;
    const by = [event.clientX - x, event.clientY - y];
    if (!pulled.isFar && Math.hypot(...by) < FAR) return;
    pulled.isFar = true;
    block.classList.add("pulled");
    block.style.transform = `translate(${by[0]}px, ${by[1]}px)`;
    aim(cellAt(event.clientX, event.clientY));
  });
  document.addEventListener("pointercancel", () => {
    if (pulled) letGo(pulled.block);
    pulled = null;
  });
  document.addEventListener("pointerup", () => {
    if (!pulled) return;
    const { block, isFar } = pulled;
    const cell = target;
    pulled = null;
    letGo(block);
    if (!isFar) return;
    justPulled = true;
    setTimeout(() => (justPulled = false));
    send(block, cell, false);
  });
  document.addEventListener(
    "click",
    (event) => {
      if (justPulled && event.target.closest?.("[data-move]")) event.preventDefault();
    },
    true,
  );
}
