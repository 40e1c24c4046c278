/** The canvas of the network: draws what is shown, and says which node is at a point or next in a direction. */
const SIZE = 16; // the shapes of the legend are drawn in a square of this
const LABELS_FROM = 1.4; // how near one has to be for words beside every node
const MOST_WORDS = 150;
const WORD_WIDE = 110; // room for one word
const WORD_HIGH = 16;
const DOTS_BELOW = 0.5;
const NEAREST = 4; // a handful of nodes is not blown up further

export class View {
  /** ``marks``: for each kind its path in the legend, from which shape and colour are read. */
  constructor(canvas, marks) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.marks = marks;
    this.shapes = new Map([...marks].map(([kind, mark]) => [kind, new Path2D(mark.getAttribute("d"))]));
    this.nodes = [];
    this.edges = [];
    this.beside = [];
    this.places = new Float32Array(0);
    this.hidden = new Set();
    this.chosen = -1;
    this.found = new Set();
    this.at = { x: 0, y: 0, near: 1 };
    this.isTouched = false; // by a person: from then on the picture does not move by itself
    this.waits = false;
    this.colours = null; // read at the first drawing
    new ResizeObserver(() => this.resized()).observe(canvas);
  }

  resized() {
    const { width, height } = this.canvas.getBoundingClientRect();
    const sharp = window.devicePixelRatio || 1;
    Object.assign(this.canvas, { width: width * sharp, height: height * sharp });
    Object.assign(this, { width, height, sharp });
    if (!this.isTouched) this.fit();
    this.draw();
  }

  isShown(one) {
    return !this.hidden.has(this.nodes[one].kind);
  }

  /** Everything that is shown, with a little room around it. */
  fit() {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let one = 0; one * 2 < this.places.length; one += 1) {
      const [x, y] = this.placeOf(one);
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
    if (left > right) return;
    const room = Math.max(this.width - WORD_WIDE, this.width / 2); // words stand to the right of a node
    const near = Math.min(room / (right - left + 60), this.height / (bottom - top + 60), NEAREST);
    this.at = { x: (left + right) / 2 + (this.width - room) / 2 / near, y: (top + bottom) / 2, near };
  }

  placeOf(one) {
    return [this.places[one * 2], this.places[one * 2 + 1]];
  }

  /** Where a node is on the canvas. */
  onScreen(one) {
    const [x, y] = this.placeOf(one);
    return [
      (x - this.at.x) * this.at.near + this.width / 2,
      (y - this.at.y) * this.at.near + this.height / 2,
    ];
  }

  /** The node under a point of the canvas, or -1. */
  under(x, y, reach) {
    let [best, least] = [-1, reach * reach];
    for (let one = 0; one < this.nodes.length; one += 1) {
      if (!this.isShown(one)) continue;
      const [at, down] = this.onScreen(one);
      const away = (at - x) ** 2 + (down - y) ** 2;
      if (away < least) [best, least] = [one, away];
    }
    return best;
  }

  /** The nearest shown node in a direction from the chosen one, or the first that is shown. */
  next(right, down) {
    if (this.chosen < 0) return this.nodes.findIndex((_node, one) => this.isShown(one));
    const [x, y] = this.placeOf(this.chosen);
    let [best, least] = [this.chosen, Infinity];
    for (let one = 0; one < this.nodes.length; one += 1) {
      if (one === this.chosen || !this.isShown(one)) continue;
      const [at, below] = this.placeOf(one);
      const along = (at - x) * right + (below - y) * down;
      const aside = Math.abs((at - x) * down) + Math.abs((below - y) * right);
      if (along > 0 && aside <= along && along + aside * 2 < least) [best, least] = [one, along + aside * 2];
    }
    return best;
  }

  zoom(times, x = this.width / 2, y = this.height / 2) {
    const near = Math.min(8, Math.max(0.02, this.at.near * times));
    const [right, down] = [x - this.width / 2, y - this.height / 2];
    this.at.x += right / this.at.near - right / near;
    this.at.y += down / this.at.near - down / near;
    this.at.near = near;
    this.isTouched = true;
    this.draw();
  }

  drag(right, down) {
    this.at.x -= right / this.at.near;
    this.at.y -= down / this.at.near;
    this.isTouched = true;
    this.draw();
  }

  /** Bring a node into the middle, near enough to read it. */
  centre(one) {
    [this.at.x, this.at.y] = this.placeOf(one);
    this.at.near = Math.max(this.at.near, LABELS_FROM);
    this.isTouched = true;
    this.draw();
  }

  draw() {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      this.drawNow();
    });
  }

  drawNow() {
    const { pen, sharp, places } = this;
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    if (!places.length) return;
    if (!this.colours) this.readColours();
    this.measure();
    const near = new Set(this.chosen < 0 ? [] : this.beside[this.chosen]);
    this.drawEdges(near);
    for (const kind of this.marks.keys()) if (!this.hidden.has(kind)) this.drawKind(kind, near);
    this.drawWords(near);
  }

  /** The colours of the theme, read anew when it changes. */
  readColours() {
    const style = getComputedStyle(this.canvas);
    Object.assign(this, { ink: style.color, line: style.borderTopColor, font: style.fontFamily });
    this.colours = new Map([...this.marks].map(([kind, mark]) => [kind, getComputedStyle(mark).fill]));
  }

  /** Where every node is on the canvas in this frame. */
  measure() {
    const { places, at } = this;
    if (this.screen?.length !== places.length) this.screen = new Float32Array(places.length);
    const [half, middle] = [this.width / 2, this.height / 2];
    for (let one = 0; one < places.length; one += 2) {
      this.screen[one] = (places[one] - at.x) * at.near + half;
      this.screen[one + 1] = (places[one + 1] - at.y) * at.near + middle;
    }
  }

  drawEdges(near) {
    const { pen, screen } = this;
    const strong = [];
    Object.assign(pen, { lineWidth: 1, strokeStyle: this.line });
    pen.beginPath();
    for (const edge of this.edges) {
      const [one, other] = edge;
      if (!this.isShown(one) || !this.isShown(other)) continue;
      if (near.size && (one === this.chosen || other === this.chosen)) strong.push(edge);
      pen.moveTo(screen[one * 2], screen[one * 2 + 1]);
      pen.lineTo(screen[other * 2], screen[other * 2 + 1]);
    }
    pen.stroke();
    Object.assign(pen, { lineWidth: 2, strokeStyle: this.ink });
    pen.beginPath();
    for (const [one, other] of strong) {
      pen.moveTo(screen[one * 2], screen[one * 2 + 1]);
      pen.lineTo(screen[other * 2], screen[other * 2 + 1]);
    }
    pen.stroke();
  }

  /** The nodes of one kind; from far away as dots, for a shape could not be told there. */
  drawKind(kind, near) {
    const { pen, sharp, screen } = this;
    const shape = this.shapes.get(kind);
    const base = Math.min(1.2, Math.max(0.25, this.at.near));
    pen.fillStyle = this.colours.get(kind);
    pen.strokeStyle = this.ink;
    for (let one = 0; one < this.nodes.length; one += 1) {
      if (this.nodes[one].kind !== kind) continue;
      const [x, y] = [screen[one * 2], screen[one * 2 + 1]];
      if (x < -SIZE || y < -SIZE || x > this.width + SIZE || y > this.height + SIZE) continue;
      const isMarked = one === this.chosen || this.found.has(one);
      if (base < DOTS_BELOW && !isMarked && !near.has(one)) {
        const wide = base * SIZE;
        pen.fillRect(x - wide / 2, y - wide / 2, wide, wide);
        continue;
      }
      const large = Math.max(base, DOTS_BELOW) * (one === this.chosen ? 1.7 : 1.2);
      const shift = (large * SIZE) / 2;
      pen.setTransform(sharp * large, 0, 0, sharp * large, sharp * (x - shift), sharp * (y - shift));
      pen.fill(shape);
      if (isMarked) pen.stroke(shape);
      pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    }
  }

  /** Words beside nodes: the chosen one and those beside it first, then all when one is near. None in discreet mode. */
  drawWords(near) {
    if (document.documentElement.dataset.discreet === "on") return;
    Object.assign(this.pen, { fillStyle: this.ink, font: `12px ${this.font}` });
    const taken = new Set();
    if (this.chosen >= 0) this.drawWord(this.chosen, taken);
    for (const one of [...near, ...this.found]) this.drawWord(one, taken);
    if (this.at.near < LABELS_FROM) return;
    for (let one = 0; one < this.nodes.length && taken.size < MOST_WORDS; one += 1) this.drawWord(one, taken);
  }

  /** One word, where no other stands yet. */
  drawWord(one, taken) {
    const [x, y] = [this.screen[one * 2], this.screen[one * 2 + 1]];
    const cell = `${Math.round(x / WORD_WIDE)}:${Math.round(y / WORD_HIGH)}`;
    if (!this.isShown(one) || taken.has(cell) || taken.size >= MOST_WORDS) return;
    if (x < 0 || y < 0 || x > this.width || y > this.height) return;
    taken.add(cell);
    this.pen.fillText(this.nodes[one].label, x + 12, y + 4);
  }
}
