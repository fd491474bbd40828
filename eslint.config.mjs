import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "node_modules",
      "out",
      "dist",
      "examples", // another project; the compiler checks it here, and test/package/package.test.ts against the package
      "coverage",
      "bin",
      "policy/index.js",
      "delivery/program.js",
      "test/fixtures/*/index.js",
      "tools/bench/*.js",
      "test/support/hold.js",
      "tools/*.js",
      "eslint.config.mjs",
      ".dependency-cruiser.mjs",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }], // verbatimModuleSyntax is not possible in CommonJS
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unnecessary-condition": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "One idea, one name: export it by name." },
      ],
      eqeqeq: "error",
      curly: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: false, skipComments: false }],
      complexity: ["error", 10],
      "max-depth": ["error", 3],
      "max-params": ["error", 5], // a component's helper: parent, name, args, one sibling, opts
    },
  },
  {
    files: ["test/**"],
    rules: {
      "max-lines": "off", // a table of cases is as long as there are cases
      complexity: "off", // most is tables and assertions
      "@typescript-eslint/no-base-to-string": "off", // values of a plan may be anything; a wrong one fails the assertion
      "@typescript-eslint/no-non-null-assertion": "off", // a missing value fails the test, which is what it is for
    },
  },
);
