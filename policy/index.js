"use strict";
// The pack's door for the Pulumi engine. In the repository it loads the sources as they are, so no rule can be older than its
// source; and tsx only strips types, where the engine's own TypeScript support would check them for many seconds at every
// start. A published pack is compiled and has no sources.
if (Number(process.versions.node.split(".")[0]) < 22) {
  console.error(`The policy pack gke-stateful needs Node.js 22.12 or newer, and this is ${process.version}.`);
  process.exit(1);
}
require("@pulumi/policy");
const fromSources = require("node:fs").existsSync(require("node:path").join(__dirname, "pack", "index.ts"));
if (fromSources) {
  require("tsx/cjs");
}
require(fromSources ? "./pack/index.ts" : "./pack/index.js");
