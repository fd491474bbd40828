"use strict";
// Loaded into the program's process before Pulumi's runtime when a plan runs it (commands/plan/engine/program.ts), and never by the Pulumi
// CLI. It waits for its instructions, and leaves out what costs more than the program itself and what a plan has no use for.
const fs = require("node:fs");
const path = require("node:path");
const { install } = require("./lean-runtime");

const ENTRY_POINT = path.join("@pulumi", "pulumi", "cmd", "run");

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

install((request, parent) => (request === "./tracing" && parent.path.endsWith(ENTRY_POINT) ? NO_TRACING : undefined));

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
