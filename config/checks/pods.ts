import { bytes } from "../../policy/facts/quantities";
import { DEFAULT_EPHEMERAL_LIMIT } from "../sizing/quota";
import { refuse } from "./check";
import type { Check } from "./check";
import type { Problem } from "../problems";
import type { WorkloadSettings } from "../schema/workload";

/** Pods that the API server would refuse, or the kubelet evict: lists with a name twice, and scratch space without room. */
export const podChecks: Check = function* ({ workloads }) {
  for (const [name, workload] of Object.entries(workloads)) {
    yield* variables(name, workload);
    yield* ports(name, workload);
    yield* containers(name, workload);
    yield* generatedKeys(name, workload);
    yield* ephemeralStorage(name, workload);
  }
};

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function* variables(name: string, { env, podFields, secrets }: WorkloadSettings): Iterable<Problem> {
  const all = [
    ...Object.keys(env),
    ...Object.keys(podFields),
    ...Object.values(secrets).flatMap((secret) => Object.keys(secret.env)),
  ];
  for (const variable of repeated(all)) {
    yield refuse(
      ["workloads", name, "env", variable],
      variable,
      "is set twice, by env, podFields or secrets",
      "Keep one of them.",
    );
  }
}

function* ports(name: string, { ports: own, sidecars }: WorkloadSettings): Iterable<Problem> {
  const all = [own, ...sidecars.map((sidecar) => sidecar.ports)];
  for (const port of repeated(all.flatMap((some) => Object.values(some)).map(String))) {
    yield refuse(
      ["workloads", name, "ports"],
      own,
      `must not give port ${port} two names, those of sidecars included`,
      "Keep one of the names; containers of a pod share its ports.",
    );
  }
  for (const port of repeated(all.flatMap((some) => Object.keys(some)))) {
    yield refuse(["workloads", name, "ports", port], port, "names ports of two containers", "Rename one of them.");
  }
  for (const port of all.flatMap((some) => Object.keys(some)).filter((portName) => !/[a-z]/.test(portName))) {
    yield refuse(["workloads", name, "ports", port], port, "must have a letter in its name", "For example http.");
  }
}

function* containers(name: string, { initContainers, sidecars }: WorkloadSettings): Iterable<Problem> {
  for (const container of repeated([name, ...[...initContainers, ...sidecars].map((one) => one.name)])) {
    yield refuse(
      ["workloads", name, sidecars.some((one) => one.name === container) ? "sidecars" : "initContainers"],
      container,
      "must not name two containers of a pod",
      "Rename one of them; the workload's own container has the workload's name.",
    );
  }
}

function* generatedKeys(name: string, { secrets }: WorkloadSettings): Iterable<Problem> {
  for (const [secret, { fromConfig, generate }] of Object.entries(secrets)) {
    for (const key of [...repeated(generate), ...repeated(fromConfig)]) {
      yield refuse(["workloads", name, "secrets", secret], key, "is listed twice", "List it once.");
    }
  }
}

function* ephemeralStorage(
  name: string,
  { resources: { limits, requests }, scratch }: WorkloadSettings,
): Iterable<Problem> {
  const limit = limits.ephemeralStorage;
  if (requests.ephemeralStorage !== undefined && limit === undefined) {
    yield refuse(
      ["workloads", name, "resources", "limits", "ephemeralStorage"],
      undefined,
      `is required with the request, or the namespace's default of ${DEFAULT_EPHEMERAL_LIMIT} would hold`,
      "Set it to the request or more.",
    );
  }
  const wanted = Object.values(scratch).reduce((sum, size) => sum + bytes(size), 0);
  if (wanted > bytes(limit ?? DEFAULT_EPHEMERAL_LIMIT)) {
    yield refuse(
      ["workloads", name, "scratch"],
      scratch,
      `must not be larger together than limits.ephemeralStorage ${limit ?? `(${DEFAULT_EPHEMERAL_LIMIT} by default)`}, or a pod that fills it is evicted`,
      "Raise the limit, or make the directories smaller.",
    );
  }
}
