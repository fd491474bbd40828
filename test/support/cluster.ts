import assert from "node:assert/strict";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { claimsOf } from "../../cluster/objects";
import { rehearse } from "../../commands/rehearse/rehearse";
import { findTools, requireTools } from "../../commands/tools/build";
import { runBeside } from "./cli";
import { planWith } from "./stacks";
import type { Ended } from "./cli";
import type { Changes } from "./stacks";
import type { ClusterClient } from "../../cluster/client";
import type { Cluster } from "../../commands/rehearse/cluster";
import type { DrillReport, RehearsalReport } from "../../commands/rehearse/report/report";
import type { RehearsalOptions } from "../../commands/rehearse/rehearse";
import type { Plan, PlanObject, PlanResource } from "../../commands/plan/engine/plan";
import type { ApiObject } from "../../cluster/api-object";

/** Milliseconds that a test with rehearsals may take. */
export const LIMIT = 600_000;
/** Seconds for what is expected not to happen. */
export const SHORT = 25;
/** Where the rehearsals of a suite make their folders: those of others may run beside them. */
let parent = "";

/** Folders of rehearsals that are there. */
export const leftovers = (): readonly string[] => globSync(join(parent, "gke-stateful-rehearsal-*"));

/** Skips all tests of a suite where the programs are not built, and sees that nothing is left behind. */
export function needsTools(): void {
  const { TMPDIR } = process.env;
  before(function () {
    if (findTools() === undefined) {
      // The reason stands in the log, and every test counts as skipped.
      console.log("    The programs of a rehearsal are not built: npm run tools does that, with Go.");
      this.skip();
    }
    parent = mkdtempSync(join(tmpdir(), "gke-stateful-cluster-"));
    process.env["TMPDIR"] = parent;
  });
  after(() => {
    if (parent === "") {
      return;
    }
    if (TMPDIR === undefined) {
      delete process.env["TMPDIR"];
    } else {
      process.env["TMPDIR"] = TMPDIR;
    }
    const left = leftovers();
    rmSync(parent, { recursive: true });
    parent = "";
    assert.deepEqual(left, [], "nothing is left behind");
  });
}

/** A rehearsal of a plan. */
export function rehearsed(plan: Plan, options: Partial<RehearsalOptions> = {}): Promise<RehearsalReport> {
  return rehearse(plan, { tools: requireTools(), target: 0.999, ...options });
}

/** A cluster with the stack of prod, changed or not, that stays up for all tests of a suite; it is there once they begin. */
export function standingCluster(changes: Changes = {}): () => Cluster {
  let cluster: Cluster;
  let ended = (): void => undefined;
  let rehearsal: Promise<unknown> | undefined;
  // Before what needsTools looks at afterwards: that nothing is left behind.
  after(async () => {
    ended();
    await rehearsal;
  });
  needsTools();
  before(async () => {
    const plan = await planWith("prod", changes, "update");
    await new Promise<void>((resolve, reject) => {
      rehearsal = rehearsed(plan, {
        drills: [],
        onEnd: (up) => {
          cluster = up;
          resolve();
          return new Promise((end) => {
            ended = () => {
              end();
            };
          });
        },
      });
      rehearsal.catch(reject);
    });
  });
  return () => cluster;
}

/** Runs verbs of `volumes` on a cluster, as a user does. */
export function volumesOn(cluster: () => Cluster): (...args: readonly string[]) => Promise<Ended> {
  return (...args) => runBeside(["volumes", ...args], { env: { KUBECONFIG: cluster().plane.kubeconfig } });
}

/** The drills of all workloads. */
export function drillsOf({ workloads }: RehearsalReport): readonly DrillReport[] {
  return workloads.flatMap(({ drills }) => drills);
}

/** What failed, and what it says. */
export function failed(report: RehearsalReport): readonly string[] {
  return drillsOf(report)
    .filter(({ outcome }) => outcome === "failed")
    .map(({ id, says }) => `${id}: ${says}`);
}

/** A plan in which the inputs of resources of a type are other ones; undefined takes them out. */
export function withFault(plan: Plan, type: string, change: (inputs: PlanObject) => PlanObject | undefined): Plan {
  const resources = plan.resources.flatMap((resource): PlanResource[] => {
    if (!resource.type.endsWith(type)) {
      return [resource];
    }
    const inputs = change(resource.inputs);
    return inputs === undefined ? [] : [{ ...resource, inputs }];
  });
  assert.notDeepEqual(resources, plan.resources, "the fault changes something");
  return { ...plan, resources };
}

/** A stack whose pods an autoscaler counts. */
export const SCALED = { "@.horizontalAutoscaler": { min: 3, max: 6, cpuPercent: 70 } } as const;

/** Inputs with another spec. */
export const specOf = (inputs: PlanObject, change: PlanObject): PlanObject => ({
  ...inputs,
  spec: { ...(inputs["spec"] as PlanObject), ...change },
});

/** Size that a claim asks for. */
export const requestOf = ({ spec }: ApiObject): string =>
  (spec as { resources: { requests: { storage: string } } }).resources.requests.storage;

/** What a kubelet does last for a mounted claim: it grows the file system, and says so. No kubelet runs here. */
export async function growFileSystems(api: ClusterClient, namespace: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const pods = await api.list("v1", "Pod", { namespace });
    const mounted = new Set(pods.flatMap(claimsOf));
    for (const claim of await api.list("v1", "PersistentVolumeClaim", { namespace })) {
      const { allocatedResourceStatuses } = claim["status"] as { allocatedResourceStatuses?: { storage?: string } };
      if (mounted.has(claim.metadata.name) && allocatedResourceStatuses?.storage === "NodeResizePending") {
        const status = { capacity: { storage: requestOf(claim) }, allocatedResourceStatuses: null, conditions: null };
        await api.merge(claim, { status }, "status");
      }
    }
    await sleep(200);
  }
}

/** Waits until something holds, for half a minute or as long as is said. */
export async function until(holds: () => Promise<boolean>, seconds = 30): Promise<void> {
  for (let tries = 0; tries < seconds * 5 && !(await holds()); tries++) {
    await sleep(200);
  }
  assert.ok(await holds(), "it came to hold");
}

/** Whether somebody may do something: `VERB RESOURCE[.GROUP][/SUBRESOURCE] NAMESPACE [NAME]`, as the API server decides it. */
export async function may(
  api: ClusterClient,
  { groups, user }: { readonly user: string; readonly groups: readonly string[] },
  asked: string,
): Promise<boolean> {
  const [verb = "", what = "", namespace = "", name] = asked.split(" ");
  const [whole = "", subresource] = what.split("/");
  const [resource = "", ...groupParts] = whole.split(".");
  const group = groupParts.join(".");
  const { body } = await api.request("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    spec: { user, groups, resourceAttributes: { verb, group, resource, subresource, namespace, name } },
  });
  return (body as { readonly status: { readonly allowed: boolean } }).status.allowed;
}

/** A kubeconfig of a ServiceAccount, with a token as its pods have one. */
export async function kubeconfigOf(
  { api, plane }: Cluster,
  [namespace, account]: readonly [string, string],
  folder: string,
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
  const { body } = await api.request("POST", path, request);
  const { token } = (body as { status: { token: string } }).status;
  const config = JSON.parse(readFileSync(plane.kubeconfig, "utf8")) as object;
  const file = join(folder, `${account}.json`);
  writeFileSync(file, JSON.stringify({ ...config, users: [{ name: "rehearsal", user: { token } }] }));
  return file;
}
