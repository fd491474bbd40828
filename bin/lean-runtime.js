"use strict";
// What Pulumi's Node.js runtime loads at start and a plan has no use for. Shared by plan-runtime.js and pack-runtime.js.
const Module = require("node:module");

// Pulumi can turn functions into text, for which it loads a compiler, a package manager and a debugger session at start.
// They are loaded when the first function asks for it.
function later(names, load) {
  return Object.fromEntries(names.map((name) => [name, (...args) => load()[name](...args)]));
}
const FUNCTION_SERIALIZATION = {
  "./closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
  "./closure/codePaths": ["computeCodePaths"],
};
// The entry point waits for the debugger session. Without functions to serialize there is nothing to wait for.
const NO_DEBUGGER_SESSION = { isInitializedAsync: () => Promise.resolve() };

/** Answers what Pulumi's runtime loads: `instead(request, parent)` may give a module in the place of the real one. */
exports.install = function (instead) {
  const load = Module._load;
  Module._load = function (request, parent, ...rest) {
    if (request in FUNCTION_SERIALIZATION) {
      return later(FUNCTION_SERIALIZATION[request], () => load.call(this, request, parent, ...rest));
    }
    if (request === "../../runtime/closure/v8Hooks") {
      return NO_DEBUGGER_SESSION;
    }
    if (request === "source-map-support/register") {
      return {};
    }
    return instead(request, parent) ?? load.call(this, request, parent, ...rest);
  };
};
