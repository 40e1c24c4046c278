/** The page of the network, and nothing of any other page: loads the nodes, has them laid out and drawn, lets one look around. */
import { View } from "./network-view.js";

const MOST_FOUND = 12;
const MOST_BESIDE = 30;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function made(tag, words, classes = "") {
  const part = document.createElement(tag);
  part.textContent = words;
  part.className = classes;
  return part;
}

class Page {
  constructor(root) {
    this.root = root;
    this.chosen = document.querySelector("[data-chosen]");
    this.search = root.querySelector("[data-search]");
    this.kinds = [...root.querySelectorAll("[data-kind]")];
    const labels = this.kinds.map((box) => [box.value, box.closest("label")]);
    this.names = new Map(labels.map(([kind, label]) => [kind, label.querySelector("[data-name]").textContent]));
    const marks = new Map(labels.map(([kind, label]) => [kind, label.querySelector("path")]));
    this.view = new View(root.querySelector("[data-picture]"), marks);
    this.fingers = new Map();
  }

  async start() {
    const answer = await fetch(this.root.dataset.network, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const { nodes, edges } = await answer.json();
    const { view } = this;
    view.nodes = nodes.map(([kind, label, fact, cases, address]) => ({ kind, label, fact, cases, address }));
    view.edges = edges;
    view.beside = nodes.map(() => []);
    for (const [one, other] of edges) {
      view.beside[one].push(other);
      view.beside[other].push(one);
    }
    this.count();
    this.layOut();
    this.listen();
  }

  /** How many there are of each kind, beside its name; kinds of which there is none go. */
  count() {
    for (const box of this.kinds) {
      const many = this.view.nodes.filter((node) => node.kind === box.value).length;
      box.closest("label").querySelector("[data-many]").textContent = many;
      box.closest("label").hidden = !many;
    }
  }

  layOut() {
    const worker = new Worker(new URL("./network-layout.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data: { places, done } }) => {
      this.view.places = places;
      if (!this.view.isTouched) this.view.fit();
      this.view.drawNow();
      const state = done ? "settled" : "drawn";
      if (this.root.dataset.state !== state) performance.mark(`network-${state}`); // read by bench/network.py
      this.root.dataset.state = state;
      this.bringTable();
      if (done) worker.terminate();
    };
    worker.onerror = () => this.failed();
    worker.postMessage({ count: this.view.nodes.length, edges: this.view.edges });
  }

  /** The table comes once the picture stands, so that neither waits for the other. */
  bringTable() {
    if (this.hasTable) return;
    this.hasTable = true;
    document.body.dispatchEvent(new Event("network-shown"));
  }

  failed() {
    this.bringTable();
    this.root.dataset.state = "failed";
    this.root.querySelector("[data-count]").textContent = this.root.dataset.failed;
  }

  listen() {
    const { canvas } = this.view;
    for (const box of this.kinds) box.addEventListener("change", () => this.filter());
    this.search.addEventListener("input", () => this.find());
    canvas.addEventListener("keydown", (event) => this.pressed(event));
    canvas.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.moved(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.up(event));
    const isDark = window.matchMedia("(prefers-color-scheme: dark)");
    isDark.addEventListener("change", () => this.newColours());
    new MutationObserver(() => this.newColours()).observe(document.documentElement, {
      attributeFilter: ["data-bs-theme", "data-discreet"],
    });
    this.filter();
  }

  newColours() {
    this.view.colours = null;
    this.view.draw();
  }

  filter() {
    this.view.hidden = new Set(this.kinds.filter((box) => !box.checked).map((box) => box.value));
    if (this.view.chosen >= 0 && !this.view.isShown(this.view.chosen)) this.choose(-1);
    this.find();
  }

  find() {
    const { view } = this;
    const wanted = this.search.value.trim().toLocaleLowerCase();
    const shown = view.nodes.map((_node, one) => one).filter((one) => view.isShown(one));
    const found = wanted
      ? shown.filter((one) => view.nodes[one].label.toLocaleLowerCase().includes(wanted))
      : [];
    view.found = new Set(found);
    const said = this.root.dataset.found.replace("{n}", found.length).replace("{all}", shown.length);
    this.root.querySelector("[data-count]").textContent = wanted ? said : "";
    this.root
      .querySelector("[data-results]")
      .replaceChildren(...found.slice(0, MOST_FOUND).map((one) => this.entry(one)));
    view.draw();
  }

  /** A line with a button that goes to a node. */
  entry(one) {
    const line = document.createElement("li");
    const button = made("button", this.view.nodes[one].label, "btn btn-quiet btn-sm");
    Object.assign(button, { type: "button", title: this.names.get(this.view.nodes[one].kind) });
    button.dataset.p = "";
    button.addEventListener("click", () => this.choose(one, true));
    line.append(button);
    return line;
  }

  choose(one, centre = false) {
    const { view } = this;
    view.chosen = one;
    if (one >= 0) this.tell(one);
    else this.chosen.replaceChildren();
    if (centre && one >= 0) view.centre(one);
    else view.draw();
  }

  tell(one) {
    const { kind, label, fact, cases, address } = this.view.nodes[one];
    const { dataset } = this.root;
    const count = cases === 1 ? dataset.inOne : dataset.in.replace("{n}", cases);
    const facts = [this.names.get(kind), fact, kind !== "case" && cases ? count : ""].filter(Boolean);
    const parts = [made("h3", label), made("p", facts.join(" · "), "muted")];
    if (address) {
      const link = made("a", dataset.open, "btn btn-quiet btn-sm");
      link.href = address;
      parts.push(link);
    }
    const list = made("ul", "", "net-found");
    const beside = this.view.beside[one].filter((other) => this.view.isShown(other));
    list.append(...beside.slice(0, MOST_BESIDE).map((other) => this.entry(other)));
    this.chosen.replaceChildren(...parts, list);
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { view } = this;
    if (ARROWS[event.key]) this.choose(view.next(...ARROWS[event.key]), true);
    else if (event.key === "+" || event.key === "=") view.zoom(1.3);
    else if (event.key === "-") view.zoom(1 / 1.3);
    else if (event.key === "Escape") this.choose(-1);
    else if (event.key === "0") {
      view.fit();
      view.draw();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  wheeled(event) {
    event.preventDefault();
    this.view.zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
  }

  down(event) {
    this.view.canvas.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY, way: 0 });
  }

  moved(event) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    const [right, down] = [event.offsetX - finger.x, event.offsetY - finger.y];
    const other = [...this.fingers].find(([key]) => key !== event.pointerId)?.[1];
    if (other) {
      const before = Math.hypot(finger.x - other.x, finger.y - other.y);
      const after = Math.hypot(event.offsetX - other.x, event.offsetY - other.y);
      if (before > 0) this.view.zoom(after / before, other.x, other.y);
    } else if (finger.way + Math.hypot(right, down) > 5) this.view.drag(right, down);
    const way = finger.way + Math.hypot(right, down);
    this.fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY, way });
  }

  up(event) {
    const finger = this.fingers.get(event.pointerId);
    this.fingers.delete(event.pointerId);
    if (!finger || finger.way > 5 || event.type === "pointercancel") return;
    this.choose(this.view.under(finger.x, finger.y, event.pointerType === "mouse" ? 14 : 24));
  }
}

const root = document.querySelector("[data-network]");
if (root) {
  const page = new Page(root);
  page.start().catch(() => page.failed());
}
