import { RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { fakeProviders } from "../../commands/plan/engine/fake-providers";
import { startMonitor } from "../../commands/plan/engine/monitor";
import { planOf } from "../../commands/plan/engine/program";
import { UserError } from "../../commands/shared/user-error";
import type { AsyncLocalStorage } from "node:async_hooks";
import type { Plan, PlanMode } from "../../commands/plan/engine/plan";
import type { StackSettings } from "../../commands/plan/engine/stack-settings";

type Program = () => Promise<Record<string, unknown>>;
type Done = (error: Error | undefined, response?: { getError(): string }) => void;

/**
 * The server by which Pulumi's Automation API runs a program in its own process. It is not part of the SDK's types.
 * Source: @pulumi/pulumi, automation/server.js
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
const { LanguageServer } = require("@pulumi/pulumi/automation/server") as {
  LanguageServer: new (program: Program) => { run(call: { request: RunRequest }, done: Done): Promise<void> };
};

/** Where the SDK keeps what belongs to a run. Source: @pulumi/pulumi, runtime/state.d.ts */
const stores = globalThis as unknown as { globalStore: unknown; asyncLocalStorage: AsyncLocalStorage<unknown> };

/** Registrations under way at once; as in a plan. */
const PARALLEL = 16;

/** What to run, and against what. */
export interface InlineRun {
  readonly program: Program;
  readonly settings: StackSettings;
  readonly mode: PlanMode;
  /** Address of the monitor, which is also the engine's. */
  readonly address: string;
  /** Environment besides this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A run changes this process's environment, so that one waits for the other. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a program as the CLI's language host does, over the same protocol, but in this process: a tenth of the time, because
 * libraries are loaded once. Returns why it failed, which the monitor has been told in more detail, or undefined.
 */
export function runInline(run: InlineRun): Promise<string | undefined> {
  const result = last.then(() => runNow(run));
  last = result.catch(() => undefined);
  return result;
}

/**
 * The plan of a program, as `planProgram` makes it. That both are alike is tested in test/support/inline-program.test.ts.
 *
 * Errors: UserError with what the program says, as `planProgram`.
 */
export async function planInline(program: Program, settings: StackSettings, mode: PlanMode): Promise<Plan> {
  const monitor = await startMonitor({ ...settings, mode, answer: fakeProviders(mode) });
  try {
    // Tells the program that no cluster is to be asked, as commands/plan/engine/program.ts does.
    const env = { GKE_STATEFUL_PLAN_FD: "inline" };
    const failed = await runInline({ program, settings, mode, address: monitor.address, env });
    const { errors } = monitor.recording;
    if (failed !== undefined || errors.length > 0) {
      throw new UserError(errors.length > 0 ? errors.join("\n") : String(failed));
    }
    return planOf({ settings, mode }, monitor.recording);
  } finally {
    monitor.stop();
  }
}

async function runNow(run: InlineRun): Promise<string | undefined> {
  const restore = setEnvironment({ ...run.env, PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(run.settings.secretKeys) });
  const { stackTraceLimit } = Error;
  const outside = stores.globalStore;
  // The SDK takes several stack traces for each registration, and mapping them takes longer than the program.
  Error.stackTraceLimit = 0;
  try {
    return await new Promise((resolve, reject) => {
      const done: Done = (error, response) => {
        resolve(error?.message ?? (response?.getError() === "" ? undefined : response?.getError()));
      };
      new LanguageServer(() => {
        // Hooks are called from a server that the run has started, which would otherwise see no run.
        stores.globalStore = stores.asyncLocalStorage.getStore() ?? outside;
        return run.program();
      })
        .run({ request: requestOf(run) }, done)
        .catch(reject);
    });
  } finally {
    stores.globalStore = outside;
    Error.stackTraceLimit = stackTraceLimit;
    restore();
  }
}

function requestOf({ address, mode, settings }: InlineRun): RunRequest {
  const { project, secretKeys, stack, values } = settings;
  const request = new RunRequest();
  request.setProject(project);
  request.setStack(stack);
  request.setParallel(PARALLEL);
  request.setMonitorAddress(address);
  request.setArgsList([address]);
  request.setDryrun(mode === "preview");
  Object.entries(values).forEach(([key, value]) => request.getConfigMap().set(key, value));
  request.setConfigsecretkeysList([...secretKeys]);
  return request;
}

/** Sets variables of this process, and returns how to undo that. */
function setEnvironment(variables: NodeJS.ProcessEnv): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    before.forEach(([name, value]) => {
      if (value === undefined) {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- process.env turns undefined into a text
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    });
  };
}
