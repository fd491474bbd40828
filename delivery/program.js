"use strict";
// The program's door for the Pulumi engine, as bin/program.js is for the stacks.
require("@pulumi/pulumi");
require("tsx/cjs");
// Pulumi's runtime maps stack traces by files on disk, which tsx does not write. Node.js maps them by what tsx tells it.
Error.prepareStackTrace = undefined;
module.exports = require("./index.ts").program;
