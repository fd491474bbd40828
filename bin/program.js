"use strict";
// The program's door for the Pulumi engine (package.json, main). It loads the TypeScript sources as they are: nothing is
// compiled ahead, so nothing can be stale. Modules loaded after tsx pass its hooks, which is slow: the large ones that every
// stack needs come first.
require("./require-node");
require("@pulumi/pulumi");
require("zod");
require("tsx/cjs");
// Pulumi's runtime maps stack traces by files on disk, which tsx does not write. Node.js maps them by what tsx tells it.
Error.prepareStackTrace = undefined;
module.exports = require("../index.ts").program;
