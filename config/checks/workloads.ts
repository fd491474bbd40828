import { parseImage } from "../../policy/facts/image-reference";
import { bytes, millicores } from "../../policy/facts/quantities";
import { nodeBounds, poolsOf } from "../sizing/capacity";
import { obstacleToFailover } from "../sizing/failover";
import { isPrivate } from "../sizing/ranges";
import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { StackConfig } from "../stack-config";
import type { Problem } from "../problems";
import type { ProbeSettings, WorkloadSettings } from "../schema/workload";

/** Port of HTTPS. */
const HTTPS = 443;

/** Workloads: images that stay the same, limits that cover requests, paths, probes and updates that work. */
export const workloadChecks: Check = function* (config) {
  for (const [name, workload] of Object.entries(config.workloads)) {
    yield* images(name, workload, config);
    yield* limits(["workloads", name], workload.resources);
    for (const [index, { resources }] of workload.sidecars.entries()) {
      yield* limits(["workloads", name, "sidecars", index], resources);
    }
    yield* mounts(name, workload);
    yield* probes(["workloads", name], workload);
    for (const [index, sidecar] of workload.sidecars.entries()) {
      yield* probeHandlers(["workloads", name, "sidecars", index], sidecar);
    }
    yield* updates(name, workload);
    yield* prodRetention(name, workload, config);
    yield* googleOnly(name, workload, config);
    yield* hosts(name, workload, config);
  }
};

function* images(
  name: string,
  { image, initContainers, sidecars }: WorkloadSettings,
  { environment }: StackConfig,
): Iterable<Problem> {
  if (environment !== "prod") {
    return;
  }
  const all: [path: (string | number)[], image: string][] = [[["image"], image]];
  for (const [index, container] of initContainers.entries()) {
    all.push([["initContainers", index, "image"], container.image ?? image]);
  }
  for (const [index, sidecar] of sidecars.entries()) {
    all.push([["sidecars", index, "image"], sidecar.image]);
  }
  for (const [path, reference] of all) {
    const { digest, tag } = parseImage(reference);
    if (digest !== undefined) {
      continue;
    }
    if (tag === undefined || tag === "latest") {
      yield refuse(
        ["workloads", name, ...path],
        reference,
        "has no tag, or the tag latest, and could change under running pods in prod",
        "Use a digest: IMAGE:TAG@sha256:…",
      );
    } else {
      yield warn(
        ["workloads", name, ...path],
        reference,
        "has a tag, which can be moved, and no digest",
        "Use a digest in prod: IMAGE:TAG@sha256:…",
      );
    }
  }
}

function* limits(
  path: readonly (string | number)[],
  { limits, requests }: WorkloadSettings["resources"],
): Iterable<Problem> {
  const amounts = { cpu: millicores, memory: bytes, ephemeralStorage: bytes } as const;
  for (const [resource, amount] of Object.entries(amounts) as [keyof typeof amounts, (text: string) => number][]) {
    const [limit, request] = [limits[resource], requests[resource]];
    if (limit !== undefined && request !== undefined && amount(limit) < amount(request)) {
      yield refuse(
        [...path, "resources", "limits", resource],
        limit,
        `must not be below the request ${request}`,
        "Raise the limit, or lower the request.",
      );
    }
  }
}

function* mounts(name: string, workload: WorkloadSettings): Iterable<Problem> {
  const taken = new Map<string, string>();
  const all: [path: (string | number)[], mountPath: string | undefined][] = [
    ...Object.entries(workload.volumes).map(([volume, { mountPath }]): [string[], string] => [
      ["volumes", volume, "mountPath"],
      mountPath,
    ]),
    [["config", "mountPath"], workload.config?.mountPath],
    ...Object.entries(workload.secrets).map(([secret, { mountPath }]): [string[], string | undefined] => [
      ["secrets", secret, "mountPath"],
      mountPath,
    ]),
    ...Object.keys(workload.scratch).map((mountPath): [string[], string] => [["scratch", mountPath], mountPath]),
  ];
  for (const [path, mountPath] of all) {
    if (mountPath === undefined) {
      continue;
    }
    const normal = mountPath.replace(/\/+$/, "");
    const other = taken.get(normal);
    if (other !== undefined) {
      yield refuse(
        ["workloads", name, ...path],
        mountPath,
        `is taken by ${other} already`,
        "Mount one of the two elsewhere.",
      );
    }
    taken.set(normal, path.join("."));
  }
}

type Probed = Pick<WorkloadSettings, "ports" | "probes">;

function* probeHandlers(base: readonly (string | number)[], { ports, probes: all }: Probed): Iterable<Problem> {
  for (const [kind, probe] of Object.entries(all)) {
    const path = [...base, "probes", kind];
    if (probe?.command !== undefined) {
      yield* commandAlone(path, probe);
    } else if (probe !== undefined) {
      yield* probePort(path, probe, Object.keys(ports));
    }
  }
}

function* probes(base: readonly (string | number)[], workload: Probed): Iterable<Problem> {
  yield* probeHandlers(base, workload);
  if (workload.probes.readiness === undefined) {
    yield warn(
      [...base, "probes", "readiness"],
      undefined,
      "makes every running pod count as available, whether it serves or not",
      "Add a readiness probe.",
    );
  }
}

function* commandAlone(path: readonly (string | number)[], probe: ProbeSettings): Iterable<Problem> {
  if (probe.httpPath !== undefined || probe.port !== undefined) {
    yield refuse(path, probe, "must have either a command, or an httpPath or port", "Remove one of them.");
  }
}

function* probePort(
  path: readonly (string | number)[],
  probe: ProbeSettings,
  names: readonly string[],
): Iterable<Problem> {
  if (probe.port === undefined && names.length === 0) {
    yield refuse(path, probe, "has nothing to ask: the container has no ports", "Give the probe a command or a port.");
  } else if (typeof probe.port === "string" && !names.includes(probe.port)) {
    yield refuse(
      [...path, "port"],
      probe.port,
      `must be a number or one of the port names ${names.join(", ")}`,
      "Correct the name.",
    );
  }
}

function* updates(
  name: string,
  { preStopSeconds, replicas, terminationGracePeriodSeconds: grace, updateStrategy }: WorkloadSettings,
): Iterable<Problem> {
  const path = ["workloads", name, "updateStrategy", "partition"];
  if (updateStrategy.type === "OnDelete" && updateStrategy.partition > 0) {
    yield refuse(
      path,
      updateStrategy.partition,
      "has no meaning with type OnDelete",
      "Remove it, or use RollingUpdate.",
    );
  } else if (updateStrategy.partition > 0 && updateStrategy.partition >= replicas) {
    yield warn(
      path,
      updateStrategy.partition,
      `is not below replicas ${String(replicas)}: no pod gets a changed template`,
      "Lower it to let updates through.",
    );
  }
  if (preStopSeconds >= grace) {
    yield refuse(
      ["workloads", name, "preStopSeconds"],
      preStopSeconds,
      `must be below terminationGracePeriodSeconds ${String(grace)}, or the process is killed before it hears the stop signal`,
      "Lower it, or raise the grace period.",
    );
  }
}

function* prodRetention(
  name: string,
  { retention }: WorkloadSettings,
  { environment }: StackConfig,
): Iterable<Problem> {
  for (const [when, policy] of Object.entries(retention)) {
    if (environment === "prod" && policy === "Delete") {
      yield refuse(
        ["workloads", name, "retention", when],
        policy,
        "deletes claims, and the data with them, which prod does not allow",
        "Use Retain.",
      );
    }
  }
}

function* googleOnly(name: string, workload: WorkloadSettings, config: StackConfig): Iterable<Problem> {
  const { failover, googleServiceAccount } = workload;
  if (googleServiceAccount !== undefined && config.target !== "gke") {
    yield refuse(
      ["workloads", name, "googleServiceAccount"],
      googleServiceAccount,
      "works on target gke only",
      "Remove it from this stack.",
    );
  }
  if (googleServiceAccount !== undefined && config.target === "gke" && !reachesGoogle(workload)) {
    yield warn(
      ["workloads", name, "network", "egress"],
      workload.network.egress,
      "lets the pods reach no API of Google, for which googleServiceAccount gives them tokens",
      "Add { cidr: 0.0.0.0/0, ports: [443] }, or the ranges of private.googleapis.com if your DNS leads there.",
    );
  }
  const obstacle = failover?.enabled === true ? obstacleToFailover(workload, config) : undefined;
  if (obstacle !== undefined) {
    yield refuse(["workloads", name, "failover", "enabled"], true, obstacle.allowed, obstacle.fix);
  }
}

/** Whether some rule lets the pods out to public addresses by HTTPS: the APIs have no range of their own unless DNS is set up for that. */
function reachesGoogle({ network }: WorkloadSettings): boolean {
  return network.egress.some(({ cidr, ports }) => !isPrivate(cidr) && (ports.length === 0 || ports.includes(HTTPS)));
}

/** The API server takes minDomains with DoNotSchedule only, and pods that want more nodes than there can be wait for ever. */
function* hosts(name: string, workload: WorkloadSettings, { pools, target, zones }: StackConfig): Iterable<Problem> {
  const { host, minHosts = 1 } = workload.spread;
  const path = ["workloads", name, "spread", "minHosts"];
  if (minHosts > 1 && host !== "DoNotSchedule") {
    yield refuse(
      path,
      minHosts,
      `has an effect with host DoNotSchedule only, and host is ${host ?? "not set"}`,
      "Set spread.host to DoNotSchedule, or remove it.",
    );
  }
  const most = poolsOf(workload, pools).reduce((sum, pool) => sum + nodeBounds(pool, zones.length).max, 0);
  // No nodes at all: the zones or pools are refused for themselves.
  if (target === "gke" && most > 0 && minHosts > most) {
    yield refuse(
      path,
      minHosts,
      `must not be above the ${String(most)} nodes that the pools can have`,
      "Lower it, or raise the pools' maximum.",
    );
  }
}
