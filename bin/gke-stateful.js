#!/usr/bin/env node
"use strict";
// The command line's door. Like program.js, it loads the TypeScript sources as they are.
require("./require-node");
// Reading compiled code back is faster than compiling; Node.js checks that it fits the source.
require("node:module").enableCompileCache(
  require("node:path").join(__dirname, "..", "node_modules", ".cache", "gke-stateful"),
);
// Modules loaded after tsx pass its hooks, which is slow: what every verb needs comes first.
require("commander");
require("yaml");
require("tsx/cjs");
require("../cli/main.ts").main(process.argv);
