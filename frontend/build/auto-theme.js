/**
 * "Follow the device" without a script: `data-bs-theme="auto"`.
 *
 * Tabler and our theme write the dark colours for `[data-bs-theme=dark]`. This PostCSS plugin repeats
 * each of those rules for `auto`, inside `prefers-color-scheme: dark`, so the first paint is right.
 */
const DARK = /\[data-bs-theme=(["']?)dark\1\]/g;

export function autoTheme() {
  return {
    postcssPlugin: "kimbilio-auto-theme",
    OnceExit(root, { AtRule }) {
      const written = [];
      root.walkRules((rule) => {
        if (rule.selector.match(DARK)) written.push(rule);
      });
      for (const rule of written) {
        const copy = rule.clone({
          selectors: rule.selectors
            .filter((selector) => selector.match(DARK))
            .map((selector) => selector.replace(DARK, "[data-bs-theme=auto]")),
        });
        const query = new AtRule({ name: "media", params: "(prefers-color-scheme: dark)" });
        query.append(copy);
        rule.after(query);
      }
    },
  };
}
