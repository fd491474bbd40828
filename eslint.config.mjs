import tseslint from "typescript-eslint";

const MESSAGE = "Arrows between folders go one way: docs/decisions/0002-rooms.md";
/** Modules that a folder may not import; those of `typesOnly` may lend it types. */
const arrows = (forbidden, typesOnly = []) => ({
  "@typescript-eslint/no-restricted-imports": [
    "error",
    {
      patterns: [
        ...forbidden.map((regex) => ({ regex, message: MESSAGE })),
        ...typesOnly.map((regex) => ({ regex, message: MESSAGE, allowTypeImports: true })),
      ],
    },
  ],
});

export default tseslint.config(
  { ignores: ["node_modules", "out", "coverage", "bin", "policy/index.js", "bench/*.js", "test/support/hold.js", "eslint.config.mjs"] },
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
  { files: ["components/**"], rules: arrows(["/(cli|plan|platform|test)(/|$)"], ["/config(/|$)"]) },
  { files: ["config/**", "config.ts"], rules: arrows(["/(cli|plan|test)(/|$)", "/platform/", "^@pulumi/"]) },
  { files: ["platform/**"], rules: arrows(["/(cli|plan|test)(/|$)"], ["/config(/|$)"]) },
  { files: ["plan/**"], rules: arrows(["/(cli|components|config|platform|test)(/|$)"]) },
  { files: ["cli/**"], rules: arrows(["/(components|platform|test)(/|$)", "^@pulumi/"]) },
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
