import * as grpc from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import * as callbacks from "@pulumi/pulumi/proto/callback_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { Recording } from "../../commands/plan/engine/monitor";
import type { Stored } from "./engine";
import type { WireObject } from "../../commands/plan/engine/wire";

/** What a hook is told of a resource. */
export interface HookValues {
  readonly newInputs?: WireObject;
  readonly oldInputs?: WireObject;
  readonly newOutputs?: WireObject;
  readonly oldOutputs?: WireObject;
}

/** The hook that waits until Google Cloud knows of an API: a minute, and there is no Google Cloud here. */
const WAITS_FOR_GOOGLE = "apis-propagate";

/** Calls the hooks of a program over Pulumi's own protocol, as the engine does. */
export class HookCaller {
  private readonly clients = new Map<string, CallbacksClient>();

  private readonly registered: Recording["hooks"];
  private readonly isDry: boolean;

  constructor(registered: Recording["hooks"], isDry: boolean) {
    this.registered = registered;
    this.isDry = isDry;
  }

  /** Calls the hooks that a resource has at a moment. Errors: as the engine words them. */
  async call(moment: string, resource: Stored, values: HookValues): Promise<void> {
    for (const name of resource.options.hooks?.[moment] ?? []) {
      const hook = this.registered.find((one) => one.name === name);
      if (hook === undefined) {
        throw new Error(`hook "${name}" was not registered`);
      }
      if ((this.isDry && !hook.onDryRun) || name === WAITS_FOR_GOOGLE) {
        continue;
      }
      const error = await this.invoke(hook.target, hook.token, resource, values);
      if (error !== "") {
        throw new Error(`${moment.startsWith("before") ? "before" : "after"} hook "${name}" failed: ${error}`);
      }
    }
  }

  /** Lets go of connections. */
  close(): void {
    this.clients.forEach((client) => {
      client.close();
    });
  }

  private invoke(target: string, token: string, { id, name, type, urn }: Stored, values: HookValues): Promise<string> {
    const client = this.clients.get(target) ?? new CallbacksClient(target, grpc.credentials.createInsecure());
    this.clients.set(target, client);
    const hook = new messages.ResourceHookRequest();
    hook.setUrn(urn);
    hook.setId(id);
    hook.setName(name);
    hook.setType(type);
    hook.setNewInputs(struct(values.newInputs));
    hook.setOldInputs(struct(values.oldInputs));
    hook.setNewOutputs(struct(values.newOutputs));
    hook.setOldOutputs(struct(values.oldOutputs));
    const request = new callbacks.CallbackInvokeRequest();
    request.setToken(token);
    request.setRequest(hook.serializeBinary());
    return new Promise((resolve, reject) => {
      client.invoke(request, (error, response) => {
        if (error !== null) {
          reject(new Error(error.message));
        } else {
          resolve(messages.ResourceHookResponse.deserializeBinary(response.getResponse_asU8()).getError());
        }
      });
    });
  }
}

function struct(values: WireObject | undefined): Struct | undefined {
  return values === undefined ? undefined : Struct.fromJavaScript(values as Record<string, JavaScriptValue>);
}
