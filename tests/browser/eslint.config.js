// What the scripts in service/web/static are held to: `make check` runs it in the checkout.
import js from "@eslint/js";
import globals from "globals";

// An article is text and never markup: nothing that would read it as such is used.
const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc"].map((property) => ({
  property,
  message: "Text and elements only.",
}));

export default [
  js.configs.recommended,
  {
    files: ["service/web/static/**/*.js"],
    languageOptions: { ecmaVersion: 2024, globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "consistent-return": "error",
      complexity: ["error", 12],
      eqeqeq: "error",
      "max-depth": ["error", 3],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-properties": ["error", ...MARKUP, { object: "document", property: "write", message: "Text and elements only." }],
      "no-script-url": "error",
      "no-shadow": "error",
      "no-use-before-define": ["error", { functions: false, variables: false, classes: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  { files: ["service/web/static/*.js"], languageOptions: { sourceType: "script", globals: { SwaggerUIBundle: "readonly" } } },
];
