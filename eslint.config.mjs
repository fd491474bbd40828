import tseslint from "typescript-eslint";

const MESSAGE = "Arrows between folders go one way: docs/decisions/0002-rooms.md";
/** The policy pack, of which only the facts are for everybody. */
const RULES = "^\\.\\.?/.*policy/(?!facts/)";
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
      "bench/*.js",
      "test/support/hold.js",
      "tools/*.js",
      "eslint.config.mjs",
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
  { files: ["policy/**"], rules: arrows(["^\\.\\./\\.\\./", "/(cli|components|config|plan|platform|test)(/|$)"]) },
  {
    files: ["components/**"],
    rules: arrows(["/(cli|plan|platform|test)(/|$)", RULES], ["/config(/|$)"]),
  },
  {
    files: ["config/**", "config.ts"],
    rules: arrows(["/(cli|plan|test)(/|$)", "/platform/", RULES, "^@pulumi/"]),
  },
  { files: ["platform/**"], rules: arrows(["/(cli|plan|test)(/|$)"], ["/config(/|$)"]) },
  {
    files: ["rehearsal/**"],
    rules: arrows(["/(adopt|analyze|cli|components|config|platform|recommend|test)(/|$)", "^@pulumi/"]),
  },
  {
    files: ["cluster/**"],
    rules: arrows([
      "/(adopt|analyze|cli|components|config|plan|platform|recommend|rehearsal|test)(/|$)",
      RULES,
      "^@pulumi/",
    ]),
  },
  { files: ["recommend/**"], rules: arrows(["/(adopt|analyze|cli|plan|platform|test)(/|$)", "^@pulumi/"]) },
  { files: ["delivery/**"], rules: arrows(["/(cli|components|plan|platform|policy|test)(/|$)"]) },
  { files: ["plan/**"], rules: arrows(["/(cli|components|config|platform|policy|test)(/|$)"]) },
  { files: ["adopt/**"], rules: arrows(["/(analyze|cli|plan|platform|test)(/|$)", "^@pulumi/"]) },
  { files: ["analyze/**"], rules: arrows(["/(cli|components|config|plan|platform|test)(/|$)", "^@pulumi/"]) },
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
