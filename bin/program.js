"use strict";
// The program's door for the Pulumi engine (package.json, main). It loads the TypeScript sources as they are: nothing is
// compiled ahead, so nothing can be stale. @pulumi/pulumi is loaded first, because modules loaded after tsx pass its hooks.
require("./require-node");
require("@pulumi/pulumi");
require("tsx/cjs");
module.exports = require("../index.ts").program;
