import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import * as callbacks from "@pulumi/pulumi/proto/callback_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { fakeProviders } from "../../plan/fake-providers";
import { startMonitor } from "../../plan/monitor";
import { ROOT, settingsWith } from "./stacks";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { StackName } from "./stacks";

/** Inputs of a resource before and after an update. */
export interface HookCall {
  readonly oldInputs: unknown;
  readonly newInputs: unknown;
}

/**
 * Runs the program of a stack, and while it waits for the engine to end, calls one of its hooks as the engine does before
 * an update. Returns the error of each call, or an empty text.
 */
export async function runHook(stack: StackName, hook: string, calls: readonly HookCall[]): Promise<string[]> {
  const { project, values } = settingsWith(stack);
  const registered = Promise.withResolvers<undefined>();
  const monitor = await startMonitor({
    project,
    stack,
    mode: "update",
    answer: (registration) => {
      if (registration.type === "kubernetes:apps/v1:StatefulSet") {
        registered.resolve(undefined);
      }
      return fakeProviders("update")(registration);
    },
  });
  const child = spawn(
    process.execPath,
    [
      require.resolve("@pulumi/pulumi/cmd/run"),
      "--monitor",
      monitor.address,
      "--engine",
      monitor.address,
      "--project",
      project,
      "--stack",
      stack,
      "--pwd",
      ROOT,
      ".",
    ],
    // Unlike a plan, exactly as the CLI starts it. The hold keeps the process, and its callback server, until it is killed.
    {
      cwd: ROOT,
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(values),
        NODE_OPTIONS: `--require ${join(ROOT, "test", "support", "hold.js")}`,
      },
      stdio: "ignore",
    },
  );
  try {
    await registered.promise;
    const { target, token } = monitor.recording.hooks.find(({ name }) => name === hook)!;
    const client = new CallbacksClient(target, grpc.credentials.createInsecure());
    const errors: string[] = [];
    for (const call of calls) {
      errors.push(await invoke(client, token, call));
    }
    client.close();
    return errors;
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
    monitor.stop();
  }
}

function invoke(client: CallbacksClient, token: string, { newInputs, oldInputs }: HookCall): Promise<string> {
  const hookRequest = new messages.ResourceHookRequest();
  hookRequest.setOldInputs(Struct.fromJavaScript(oldInputs as Record<string, JavaScriptValue>));
  hookRequest.setNewInputs(Struct.fromJavaScript(newInputs as Record<string, JavaScriptValue>));
  const request = new callbacks.CallbackInvokeRequest();
  request.setToken(token);
  request.setRequest(hookRequest.serializeBinary());
  return new Promise((resolve, reject) => {
    client.invoke(request, (error, response) => {
      if (error !== null) {
        reject(error);
      } else {
        resolve(messages.ResourceHookResponse.deserializeBinary(response.getResponse_asU8()).getError());
      }
    });
  });
}
