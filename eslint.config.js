import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["frontend/dist", "frontend/generated"] },
  js.configs.recommended,
  { files: ["frontend/src/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["frontend/build/**/*.js", "*.config.js"], languageOptions: { globals: globals.node } },
  {
    rules: {
      eqeqeq: "error",
      "no-implied-eval": "error",
      "no-eval": "error",
      "no-new-func": "error",
      "no-restricted-globals": ["error", "localStorage", "sessionStorage"], // nothing typed stays on the device
      "no-restricted-properties": ["error", { property: "innerHTML" }, { property: "outerHTML" }],
      "prefer-const": "error",
    },
  },
];
