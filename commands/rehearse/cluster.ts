import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import { detectionFor } from "./simulation/assumptions";
import { Autoscaler } from "./simulation/autoscaler";
import { startControlPlane } from "./control-plane/control-plane";
import { startDisks } from "./control-plane/disks";
import { freePort } from "./control-plane/ports";
import { Kubelet } from "./simulation/kubelet";
import { Nodes, SIMULATED } from "./simulation/nodes";
import { UserError } from "../shared/user-error";
import { stages } from "./simulation/stages";
import { definitionFiles } from "../tools/build";
import { expectOk } from "../../cluster/answer";
import type { ClusterClient } from "../../cluster/client";
import type { Assumptions, Detection } from "./simulation/assumptions";
import type { ControlPlane } from "./control-plane/control-plane";
import type { SimulatedPool } from "./simulation/pools";
import type { Tools } from "../tools/build";
import type { ApiObject } from "../../cluster/api-object";

/** A real control plane with simulated nodes and disks. */
export interface Cluster {
  readonly plane: ControlPlane;
  readonly api: ClusterClient;
  readonly nodes: Nodes;
  readonly pools: readonly SimulatedPool[];
  readonly autoscaler: Autoscaler;
  /** When a silent node is noticed. */
  readonly detection: Detection;
  /** Stops and removes everything; with `keepsLogs`, its logs stay. */
  readonly stop: (options?: { readonly keepsLogs?: boolean }) => Promise<void>;
}

/** Range of pods; that of Services is in control-plane.ts. */
const POD_RANGE = "10.200.0.0/16";

/** What else decides about a cluster. */
export interface ClusterOptions {
  /** For comparison: pods do not wait for disks. @default false */
  readonly isBare?: boolean;
  /** Number of workloads that are drilled. @default 1 */
  readonly workloads?: number;
}

/**
 * Brings up a control plane with nodes in the shape of pools, at their minimum. Errors: UserError, after which nothing is left.
 */
export async function startCluster(
  tools: Tools,
  pools: readonly SimulatedPool[],
  assumptions: Assumptions,
  { isBare = false, workloads = 1 }: ClusterOptions = {},
): Promise<Cluster> {
  const detection = detectionFor(pools.reduce((sum, { min, zones }) => sum + min * zones.length, 0));
  const plane = await startControlPlane(tools, detection);
  try {
    const { api } = plane;
    await applyDefinitions(api);
    await startNodeSimulation(plane, tools, { behaviour: stages(assumptions, !isBare), lease: detection.lease });
    await startDisks(plane, tools, pools, workloads);
    const kubelet = new Kubelet(api, assumptions);
    if (!isBare) {
      await kubelet.start();
    }
    const nodes = new Nodes(api);
    for (const pool of pools) {
      for (const zone of pool.zones) {
        await repeat(pool.min, () => nodes.add(pool, zone));
      }
    }
    const autoscaler = new Autoscaler({ api, nodes, pools, assumptions });
    if (!isBare) {
      await autoscaler.start();
    }
    return {
      plane,
      api,
      nodes,
      pools,
      autoscaler,
      detection,
      stop: async (options) => {
        autoscaler.stop();
        kubelet.stop();
        api.close();
        await plane.stop(options);
      },
    };
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

async function repeat(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done++) {
    await work();
  }
}

async function applyDefinitions(api: ClusterClient): Promise<void> {
  const objects = definitionFiles().flatMap((file) =>
    parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS() as ApiObject | null),
  );
  const definitions = objects.filter((object): object is ApiObject => object !== null);
  for (const definition of definitions) {
    expectOk(await api.apply(definition), `definition ${definition.metadata.name}`);
  }
  await Promise.all(definitions.map((definition) => untilEstablished(api, definition)));
}

const TRIES = 100;
const PAUSE = 100;

async function untilEstablished(api: ClusterClient, { apiVersion, kind, metadata }: ApiObject): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await api.get(apiVersion, kind, metadata.name);
    const { conditions } = (found?.["status"] ?? {}) as {
      conditions?: readonly { type: string; status: string }[] | null;
    };
    if (conditions?.some(({ status: holds, type }) => type === "Established" && holds === "True") === true) {
      return;
    }
    await sleep(PAUSE);
  }
  throw new UserError(
    `The API server did not take the definition ${metadata.name} within ${String((TRIES * PAUSE) / 1000)} seconds.`,
  );
}

async function startNodeSimulation(
  plane: ControlPlane,
  tools: Tools,
  { behaviour, lease }: { readonly behaviour: string; readonly lease: number },
): Promise<void> {
  const config = join(plane.folder, "stages.yaml");
  writeFileSync(config, behaviour);
  await plane.processes.start("kwok", tools.kwok, [
    `--kubeconfig=${plane.kubeconfig}`,
    `--config=${config}`,
    "--manage-all-nodes=false",
    // A label: the server tells KWOK when it is gone, and a node falls silent. Annotations KWOK filters by itself, and goes on.
    `--manage-nodes-with-label-selector=${SIMULATED.key}=${SIMULATED.value}`,
    `--node-lease-duration-seconds=${String(lease)}`,
    `--server-address=127.0.0.1:${String(await freePort())}`,
    `--cidr=${POD_RANGE}`,
  ]);
}
