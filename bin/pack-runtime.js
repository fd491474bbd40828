"use strict";
// Loaded into a policy pack's process before Pulumi's runtime when a plan judges its resources (commands/plan/engine/policy-pack.ts), and
// never by the Pulumi CLI. The runner registers a TypeScript compiler before it loads a pack; this one loads its sources
// through tsx and has no use for it.
const fs = require("node:fs");
const path = require("node:path");
const { createRequire, enableCompileCache } = require("node:module");
const { install } = require("./lean-runtime");

const RUNNER = path.join("@pulumi", "pulumi", "cmd", "run-policy-pack");
const NO_COMPILER = {
  typeScriptRequireStrings: () => ({ tsnodeRequire: "gke-stateful:none", typescriptRequire: "gke-stateful:none" }),
  loadTypeScriptCompilerOptions: () => ({}),
};
install((request, parent) => {
  if (request === "../../tsutils" && parent.path.endsWith(RUNNER)) {
    return NO_COMPILER;
  }
  return request === "gke-stateful:none" ? { register: () => undefined, version: "0.0.0" } : undefined;
});
// Beside the sources in the repository; an installed package leaves it to Node.js.
const modules = path.join(__dirname, "..", "node_modules");
enableCompileCache(fs.existsSync(modules) ? path.join(modules, ".cache", "gke-stateful") : undefined);
// The pack's own SDK takes the longest to load, and loads faster before tsx looks at every module.
try {
  createRequire(path.join(process.cwd(), "index.js"))("@pulumi/policy");
} catch {
  // The pack itself will say so.
}
process.env.PULUMI_CONFIG = fs.readFileSync(3, "utf8");
