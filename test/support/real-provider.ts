import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isOk, messageOf } from "../../cluster/answer";
import type { ClusterClient } from "../../cluster/client";
import type { Registration } from "../../commands/plan/engine/registration";
import type { WireObject } from "../../commands/plan/engine/wire";
import type { Provider, Stored } from "./engine";
import type { ApiObject } from "../../cluster/api-object";

/** How long something may take, in tries of {@link PAUSE}. */
const TRIES = 300;
const PAUSE = 200;

/** Under which the provider creates, and whose fields its first update takes over. */
const CREATOR = "pulumi-kubernetes";
const TAKEN_OVER: ReadonlySet<string> = new Set([CREATOR, "kubectl", "before-first-apply"]);

/**
 * Stands for Pulumi's Kubernetes provider on a real API server, as far as the tests need it. It creates what is not there, under one name
 * for all; it updates by server-side apply under a name of each resource's own, without force, after it has taken over the fields of what
 * created the object. Fields whose changes are ignored are left out of an update. A StatefulSet is awaited. Deletion goes by the
 * propagation that the old object is annotated with. Source: pulumi-kubernetes, provider/pkg/await/await.go
 */
export function realProvider(api: ClusterClient): Provider {
  return {
    make: async (asked, old) => {
      if (!isObject(asked)) {
        return undefined;
      }
      const manager = `${CREATOR}-${createHash("sha256").update(asked.urn).digest("hex").slice(0, 8)}`;
      const object = applied(asked, old);
      if (old === undefined) {
        await api.create(object, CREATOR);
      } else {
        await takeOver(api, object, manager);
        const answer = await api.apply(object, { manager });
        if (!isOk(answer)) {
          throw new Error(messageOf(answer));
        }
      }
      if (asked.type.endsWith(":StatefulSet")) {
        await untilReady(api, asked);
      }
      return { ...asked.inputs, __fieldManager: manager };
    },
    remove: async (old) => {
      if (!isObject(old)) {
        return;
      }
      const object = old.inputs as unknown as ApiObject;
      const propagationPolicy =
        object.metadata.annotations?.["pulumi.com/deletionPropagationPolicy"] === "orphan" ? "Orphan" : "Background";
      await api.delete(object, { propagationPolicy });
      await gone(api, object);
    },
  };
}

interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly fieldsV1?: WireObject;
}

/** Makes the fields of others those of a manager, as PatchReplaceFieldsManagers of fluxcd/pkg/ssa does. */
async function takeOver(api: ClusterClient, { apiVersion, kind, metadata }: ApiObject, manager: string): Promise<void> {
  const live = (await api.get(apiVersion, kind, metadata.name, metadata.namespace))!;
  const { managedFields = [] } = live.metadata as { managedFields?: readonly ManagedFields[] };
  const isOurs = (one: ManagedFields): boolean =>
    one.subresource === undefined && (one.manager === manager || TAKEN_OVER.has(one.manager ?? ""));
  const ours = managedFields.filter(isOurs);
  const fieldsV1 = ours.reduce<WireObject>((all, one) => merged(all, one.fieldsV1 ?? {}), {});
  const taken = { ...ours[0], manager, operation: "Apply", fieldsV1 };
  const change = { metadata: { managedFields: [...managedFields.filter((one) => !isOurs(one)), taken] } };
  await api.merge(live, change);
}

function merged(one: WireObject, other: WireObject): WireObject {
  return Object.entries(other).reduce<WireObject>(
    (all, [key, fields]) => ({ ...all, [key]: merged((all[key] ?? {}) as WireObject, fields as WireObject) }),
    one,
  );
}

function isObject({ inputs, type }: Registration): boolean {
  return type.startsWith("kubernetes:") && "kind" in inputs;
}

function applied({ inputs, options }: Registration, old: Stored | undefined): ApiObject {
  const object = structuredClone(inputs) as unknown as ApiObject & { spec?: { replicas?: number } };
  if (old !== undefined && options.ignoreChanges?.includes("spec.replicas") === true) {
    delete object.spec?.replicas;
  }
  return object;
}

/** As the provider waits, or for what an annotation tells it to. Source: pulumi-kubernetes, provider/pkg/await/statefulset.go */
async function untilReady(api: ClusterClient, { inputs }: { readonly inputs: WireObject }): Promise<void> {
  const { metadata } = inputs as unknown as ApiObject;
  const waitFor = metadata.annotations?.["pulumi.com/waitFor"];
  for (let tries = 0; tries < TRIES; tries++) {
    const set = await api.get("apps/v1", "StatefulSet", metadata.name, metadata.namespace);
    if (set !== undefined && (waitFor === undefined ? isActive(set) : isAsAnnotated(set, waitFor))) {
      return;
    }
    await sleep(PAUSE);
  }
  throw new Error(`StatefulSet ${metadata.name} did not become ready`);
}

function isActive({ metadata, spec, status = {} }: ApiObject): boolean {
  const { replicas = 1, updateStrategy } = spec as { replicas?: number; updateStrategy?: { type?: string } };
  const { currentReplicas, currentRevision, observedGeneration, readyReplicas, updateRevision } = status as Readonly<
    Record<string, unknown>
  >;
  const generation = metadata.generation ?? 0;
  const isByHand = generation > 1 && updateStrategy?.type === "OnDelete";
  const isSettled = isByHand || (currentRevision === updateRevision && Number(currentReplicas ?? 0) === replicas);
  return Number(observedGeneration ?? 0) >= generation && isSettled && Number(readyReplicas ?? 0) === replicas;
}

/** `jsonpath={.status.field}`, or with `=value`. A field that is missing never holds. */
function isAsAnnotated({ status = {} }: ApiObject, waitFor: string): boolean {
  const [, field = "", value] = /^jsonpath=\{\.status\.(\w+)\}(?:=(.*))?$/.exec(waitFor) ?? [];
  const found = (status as Readonly<Record<string, unknown>>)[field];
  return found !== undefined && (value === undefined || String(found) === value);
}

async function gone(api: ClusterClient, { apiVersion, kind, metadata }: ApiObject): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    if ((await api.get(apiVersion, kind, metadata.name, metadata.namespace)) === undefined) {
      return;
    }
    await sleep(PAUSE);
  }
  throw new Error(`${kind} ${metadata.name} did not go`);
}
