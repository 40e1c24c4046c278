/**
 * Writes `frontend/generated/`: Tabler cut to the classes in use, and one mask per icon in use.
 *
 * "In use" means: written out in full in a template, in a Python file of the program or in our own
 * scripts. A class put together from pieces at run time is not seen; write it out.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { PurgeCSS } from "purgecss";

const ROOT = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../..");
const GENERATED = join(ROOT, "frontend/generated");
const PLACES = ["templates", "kimbilio", "frontend/src", "frontend/pages"];
const READ = /\.(html|py|js|css)$/;
const ICONS = join(ROOT, "node_modules/@tabler/icons/icons/outline");
const require = createRequire(import.meta.url);

function sources() {
  const found = [];
  for (const place of PLACES) {
    for (const name of readdirSync(join(ROOT, place), { recursive: true })) {
      if (READ.test(name)) found.push(join(ROOT, place, name));
    }
  }
  return found;
}

/** The words inside quotes: what can be a class name. Prose between the tags is left out. */
function quotedWords(text) {
  const words = new Set();
  for (const [, inner] of text.matchAll(/["'`]([^"'`]*)["'`]/g)) {
    for (const word of inner.match(/[A-Za-z][\w-]*/g) ?? []) words.add(word);
  }
  return words;
}

function tagNames(text) {
  return [...text.matchAll(/<([a-z][a-z0-9]*)/g)].map((match) => match[1]);
}

async function cutTabler(texts) {
  const used = texts.flatMap((text) => [...quotedWords(text), ...tagNames(text)]);
  const [{ css }] = await new PurgeCSS().purge({
    content: [{ raw: [...new Set([...used, "html", "body", "root"])].join(" "), extension: "html" }],
    css: [{ raw: readFileSync(require.resolve("@tabler/core/dist/css/tabler.css"), "utf8") }],
    keyframes: true,
    variables: true,
    dynamicAttributes: ["data-bs-theme", "open", "type", "disabled", "aria-expanded"],
    safelist: { variables: [] },
  });
  return css.replace(/\/\*[\s\S]*?\*\//g, "");
}

/** The rules, and the names that stand in the class of an icon but are none of Tabler's. */
function masks(texts) {
  const found = texts.flatMap((text) => [...text.matchAll(/[\s"'`]i-([a-z](?:[a-z0-9-]*[a-z0-9])?)(?=[\s"'`])/g)]);
  const names = new Set(found.map((match) => match[1]));
  const rules = [];
  const missing = [];
  for (const name of [...names].sort()) {
    let drawing;
    try {
      drawing = readFileSync(join(ICONS, `${name}.svg`), "utf8");
    } catch {
      missing.push(name);
      continue;
    }
    const paths = [...drawing.matchAll(/<path d="([^"]+)" \/>/g)]
      .map((match) => match[1])
      .filter((path) => !path.startsWith("M0 0h24"))
      .join("");
    const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'><path d='${paths}'/></svg>`;
    const coded = svg.replace(/[<>#%]/g, (sign) => encodeURIComponent(sign).toLowerCase());
    rules.push(`.i-${name}{--i:url("data:image/svg+xml,${coded}")}`);
  }
  return { css: `/* Tabler outline icons (MIT), as masks. */\n${rules.join("\n")}\n`, missing };
}

export function cutToUse() {
  return {
    name: "kimbilio:cut-to-use",
    enforce: "pre",
    async buildStart() {
      const files = sources();
      for (const file of files) this.addWatchFile(file);
      const texts = files.map((file) => readFileSync(file, "utf8"));
      mkdirSync(GENERATED, { recursive: true });
      writeFileSync(join(GENERATED, "tabler.css"), await cutTabler(texts));
      const { css, missing } = masks(texts);
      if (missing.length > 0)
        this.error(`No such icon in Tabler: ${missing.map((name) => `i-${name}`).join(", ")}`);
      writeFileSync(join(GENERATED, "icons.css"), css);
    },
  };
}
