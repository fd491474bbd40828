import { podLabels, workloadNames } from "../sizing/names";
import { refuse } from "./check";
import type { StackConfig } from "../stack-config";
import type { Problem } from "../problems";
import type { Check } from "./check";

/** Two workloads that select each other's pods would fight for them; two objects of one name would be one. */
export const labelChecks: Check = function* ({ workloads }) {
  const labels = new Map(Object.entries(workloads).map(([name, workload]) => [name, podLabels(name, workload)]));
  const holders = labelHolders(labels);
  for (const [name, own] of labels) {
    if (Object.keys(own).length === 0) {
      yield refuse(
        ["workloads", name, "labels"],
        own,
        "must not be empty, because they select the pods",
        "Leave it out to use app: <name>.",
      );
      continue;
    }
    for (const other of alsoSelected(name, own, labels, holders)) {
      yield refuse(
        ["workloads", name, "labels"],
        own,
        `selects the pods of workload ${other} too`,
        "Give each workload a label of its own, such as app: <name>.",
      );
    }
  }
  yield* services(workloads);
};

/** Services of two workloads under one name would be one Service. */
function* services(workloads: StackConfig["workloads"]): Iterable<Problem> {
  const holders = new Map<string, string>();
  for (const [name, workload] of Object.entries(workloads)) {
    const { client, headless } = workloadNames(name, workload);
    for (const service of [headless, client]) {
      const holder = holders.get(service);
      if (holder !== undefined) {
        yield refuse(
          ["workloads", name, "serviceName"],
          workload.serviceName,
          `makes a Service ${service}, and so does workload ${holder}`,
          "Rename one of the two workloads, or give its headless Service another name.",
        );
      }
      holders.set(service, name);
    }
  }
}

type Labels = Readonly<Record<string, string>>;

/** Label → workloads that have it. Looking there, and not at every pair of workloads, keeps the check linear. */
function labelHolders(labels: ReadonlyMap<string, Labels>): Map<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const [name, own] of labels) {
    for (const label of Object.entries(own).map(String)) {
      const others = holders.get(label);
      if (others === undefined) {
        holders.set(label, [name]);
      } else {
        others.push(name);
      }
    }
  }
  return holders;
}

/** Workloads that have all labels of this one, found through the rarest of them. Of two equal ones only the later is told. */
function alsoSelected(
  name: string,
  own: Labels,
  labels: ReadonlyMap<string, Labels>,
  holders: ReadonlyMap<string, readonly string[]>,
): string[] {
  const entries = Object.entries(own);
  const rarest = entries
    .map((label) => holders.get(String(label)) ?? [])
    .reduce((few, others) => (others.length < few.length ? others : few));
  const position = rarest.indexOf(name);
  return rarest.filter((other, index) => {
    const theirs = labels.get(other) ?? {};
    const selected = other !== name && entries.every(([key, value]) => theirs[key] === value);
    return selected && (Object.keys(theirs).length > entries.length || index < position);
  });
}
