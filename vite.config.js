import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig } from "vite";
import { autoTheme } from "./frontend/build/auto-theme.js";
import { cutToUse } from "./frontend/build/cut-to-use.js";

/** Lay a compressed copy beside each text file, so that the server never compresses one itself. */
function compressedCopies() {
  return {
    name: "kimbilio:compressed-copies",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (!/\.(css|js|svg)$/.test(file.fileName)) continue;
          const bytes = Buffer.from(file.type === "chunk" ? file.code : file.source);
          const packed = gzipSync(bytes, { level: 9 });
          const denser = brotliCompressSync(bytes, {
            params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
          });
          this.emitFile({ type: "asset", fileName: `${file.fileName}.gz`, source: packed });
          this.emitFile({ type: "asset", fileName: `${file.fileName}.br`, source: denser });
        }
      },
    },
  };
}

export default defineConfig({
  root: "frontend",
  base: "/static/",
  publicDir: false,
  plugins: [cutToUse(), compressedCopies()],
  css: { postcss: { plugins: [autoTheme()] } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    target: ["chrome123", "firefox121", "safari17.5"],
    rollupOptions: {
      // htmx can read scripts in attributes; main.js switches that off, and the pages' policy forbids it
      onwarn: (warning, warn) => warning.code === "EVAL" || warn(warning),
      input: ["frontend/src/main.js", "frontend/src/network.js", "frontend/logo-app.svg", "frontend/dot.svg", "frontend/public.css"],
    },
  },
});
