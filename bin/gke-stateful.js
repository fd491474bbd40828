#!/usr/bin/env node
"use strict";
// The command line's door. In the repository it loads the TypeScript sources as they are, like program.js; a published package is
// compiled and has none.
require("./require-node");
const fs = require("node:fs");
const path = require("node:path");
const root = path.join(__dirname, "..");
const fromSources = fs.existsSync(path.join(root, "commands", "main.ts"));
// Reading compiled code back is faster than compiling; Node.js checks that it fits the source.
require("node:module").enableCompileCache(
  fromSources ? path.join(root, "node_modules", ".cache", "gke-stateful") : undefined,
);
const bundle = path.join(root, "commands", "analyze-bundle.js");
if (process.argv[2] === "analyze" && fs.existsSync(bundle)) {
  // Of a package, which has it in one file: most of a short run is loading.
  require(bundle).main(process.argv);
  return;
}
// Modules loaded after tsx pass its hooks, which is slow: what every verb needs comes first.
require("commander");
require("yaml");
if (fromSources) {
  require("tsx/cjs");
}
require(fromSources ? "../commands/main.ts" : "../commands/main.js").main(process.argv);
