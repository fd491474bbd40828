"use strict";
// Loaded into the program's process before Pulumi's runtime when a plan runs it (plan/program.ts), and never by the Pulumi
// CLI. It waits for its instructions, and leaves out what costs more than the program itself and what a plan has no use for.
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const load = Module._load;
const ENTRY_POINT = path.join("@pulumi", "pulumi", "cmd", "run");

// Pulumi can turn functions into text, for which it loads a compiler, a package manager and a debugger session at start.
// They are loaded here when the first function asks for it.
function later(names, load) {
  return Object.fromEntries(names.map((name) => [name, (...args) => load()[name](...args)]));
}
const FUNCTION_SERIALIZATION = {
  "./closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
  "./closure/codePaths": ["computeCodePaths"],
};
// The entry point waits for the debugger session. Without functions to serialize there is nothing to wait for.
const NO_DEBUGGER_SESSION = { isInitializedAsync: () => Promise.resolve() };
// Tracing is for the CLI's --tracing flag, which a plan does not have.
const NO_SPAN = { setAttribute: () => undefined, addEvent: () => undefined, end: () => undefined };
const NO_TRACING = { start: () => undefined, stop: () => undefined, newSpan: () => NO_SPAN };
// The SDK takes several stack traces at every registration and maps each of them. A program that fails is run once more with
// stack traces; Node.js maps those by itself.
const withStackTraces = process.env.GKE_STATEFUL_STACK_TRACES !== undefined;
if (!withStackTraces) {
  process.setSourceMapsEnabled = () => undefined;
  Error.stackTraceLimit = 0;
}

Module._load = function (request, parent, ...rest) {
  if (request in FUNCTION_SERIALIZATION) {
    return later(FUNCTION_SERIALIZATION[request], () => load.call(this, request, parent, ...rest));
  }
  if (request === "../../runtime/closure/v8Hooks") {
    return NO_DEBUGGER_SESSION;
  }
  if (request === "./tracing" && parent.path.endsWith(ENTRY_POINT)) {
    return NO_TRACING;
  }
  if (request === "source-map-support/register") {
    return {};
  }
  return load.call(this, request, parent, ...rest);
};

// Each debug message is a call to the engine that the next one waits for.
const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
const { LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
const { log } = EngineClient.prototype;
EngineClient.prototype.log = function (request, done, ...rest) {
  if (request.getSeverity() === LogSeverity.DEBUG) {
    process.nextTick(done, null);
    return undefined;
  }
  return log.call(this, request, done, ...rest);
};

// The libraries that every program needs load while the plan's own process gets ready. Then the instructions: arguments and
// environment, as the CLI's language host would set them.
require("@pulumi/pulumi");
const { argv, env } = JSON.parse(fs.readFileSync(Number(process.env.GKE_STATEFUL_PLAN_FD), "utf8"));
process.argv.push(...argv);
Object.assign(process.env, env);
