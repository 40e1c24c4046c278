/** Lays the network out, in a worker of its own: a first rough picture at once, then better ones until it rests. */
import { forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const NEAR = 16; // room for one node
const BETWEEN = 250; // milliseconds between two pictures

/** Which nodes hang together, the largest group first. */
function groups(count, links) {
  const parent = Array.from({ length: count }, (_, at) => at);
  const root = (at) => {
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  };
  for (const { source, target } of links) parent[root(source)] = root(target);
  const found = new Map();
  for (let at = 0; at < count; at += 1) {
    const key = root(at);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(at);
  }
  return [...found.values()].sort((one, other) => other.length - one.length);
}

/** Each group in a circle of its own, the circles in a spiral by their area. */
function start(nodes, links) {
  let room = 0;
  groups(nodes.length, links).forEach((group, turn) => {
    const radius = NEAR * Math.sqrt(group.length);
    const far = turn ? Math.sqrt(room) + radius : 0;
    const [x, y] = [far * Math.cos(turn * GOLDEN), far * Math.sin(turn * GOLDEN)];
    room += (radius + NEAR) ** 2 * 1.6;
    group.forEach((at, place) => {
      const away = NEAR * Math.sqrt(place);
      Object.assign(nodes[at], {
        home: [x, y],
        x: x + away * Math.cos(place * GOLDEN),
        y: y + away * Math.sin(place * GOLDEN),
      });
    });
  });
}

function send(nodes, done) {
  const places = new Float32Array(nodes.length * 2);
  nodes.forEach((node, at) => places.set([node.x, node.y], at * 2));
  self.postMessage({ places, done }, [places.buffer]);
}

self.onmessage = ({ data: { count, edges } }) => {
  const nodes = Array.from({ length: count }, () => ({}));
  const links = edges.map(([source, target]) => ({ source, target }));
  start(nodes, links);
  send(nodes, false);
  const forces = forceSimulation(nodes)
    .stop()
    .alpha(0.6)
    .alphaDecay(0.03)
    .force("link", forceLink(links).distance(NEAR * 2).strength(0.5))
    .force("apart", forceManyBody().strength(-NEAR * 2).theta(1.1).distanceMax(NEAR * 12))
    .force("x", forceX((node) => node.home[0]).strength(0.06))
    .force("y", forceY((node) => node.home[1]).strength(0.06));
  let shown = performance.now();
  while (forces.alpha() > 0.02) {
    forces.tick();
    if (performance.now() - shown > BETWEEN) {
      send(nodes, false);
      shown = performance.now();
    }
  }
  send(nodes, true);
};
