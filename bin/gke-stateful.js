#!/usr/bin/env node
"use strict";
// The command line's door. Like program.js, it loads the TypeScript sources as they are.
require("./require-node");
require("tsx/cjs");
require("../cli/main.ts").main(process.argv);
