import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { bytes } from "../policy/facts/quantities";

/**
 * Annotation on the headless Service with the sizes of the workload's volumes as JSON. Pulumi's state remembers it, so that
 * the next `pulumi preview` sees the size before, which the program itself cannot know.
 */
export const SIZES_ANNOTATION = "gke-stateful/volume-sizes";

type Sizes = Readonly<Record<string, string>>;

/** Text of the annotation. */
export function sizesAnnotation(volumes: Readonly<Record<string, { readonly size: string }>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(volumes).map(([name, { size }]) => [name, size])));
}

/** One sentence for each volume that would become smaller. Disks only grow. */
export function shrunkVolumes(before: Sizes, after: Sizes): string[] {
  return Object.entries(after).flatMap(([name, size]) => {
    const old = before[name];
    return old !== undefined && bytes(size) < bytes(old)
      ? [
          `volumes.${name}.size is ${size}: must not be below ${old}, its size so far, because a disk cannot shrink. Set it back to ${old} or more.`,
        ]
      : [];
  });
}

/** One sentence for each volume whose claims would be left behind with their data. */
export function lostVolumes(before: Sizes, after: Sizes): string[] {
  return Object.keys(before)
    .filter((name) => !Object.hasOwn(after, name))
    .map(
      (name) =>
        `volumes.${name} is gone: must stay, because the pods would start on other, empty disks. Put it back; to begin anew on purpose, give the workload another name.`,
    );
}

/** One sentence if the pod labels change: the new StatefulSet could not take the old pods over, nor make new ones of the same name. */
export function changedLabels(before: unknown, after: unknown): string[] {
  return before === undefined || isDeepStrictEqual(before, after)
    ? []
    : [
        `labels is ${JSON.stringify(after)}: must stay ${JSON.stringify(before)}, because they select the pods that run. Put them back, or give the workload another name.`,
      ];
}

/** One sentence if a volume grows while somebody else scales: the replaced StatefulSet would start with the program's first number. */
export function grownUnderScaler(before: Sizes, after: Sizes, otherScaler: boolean): string[] {
  const grows = Object.entries(after).some(
    ([name, size]) => before[name] !== undefined && bytes(size) !== bytes(before[name]),
  );
  return otherScaler && grows
    ? [
        "volumes changes its sizes, which replaces the StatefulSet: the number of replicas must come from the program for that. Set replicasOwner to program, remove horizontalAutoscaler, and set replicas to the number that runs now; put them back afterwards.",
      ]
    : [];
}

/**
 * A hook that stops a preview or an update that would cost data or pods. It compares what the headless Service remembers of
 * the workload with what it is to become, because the program itself cannot know what was before.
 * @see https://www.pulumi.com/docs/iac/concepts/options/hooks/
 */
export function keepsData(workload: string, otherScaler: boolean): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${workload}-keeps-its-data`,
    ({ newInputs, oldInputs }) => {
      const [before, after] = [sizesIn(oldInputs), sizesIn(newInputs)];
      const problems = [
        ...shrunkVolumes(before, after),
        ...lostVolumes(before, after),
        ...grownUnderScaler(before, after, otherScaler),
        ...changedLabels(selectorIn(oldInputs), selectorIn(newInputs)),
      ];
      if (problems.length > 0) {
        throw new Error(problems.map((problem) => `gke-stateful:workloads.${workload}.${problem}`).join("\n"));
      }
    },
    { onDryRun: true },
  );
}

function selectorIn(inputs: unknown): unknown {
  return field(field(inputs, "spec"), "selector");
}

/** The sizes in the inputs of a Service, or none where it has no readable annotation. */
export function sizesIn(inputs: unknown): Sizes {
  const metadata = field(inputs, "metadata");
  const text = field(field(metadata, "annotations"), SIZES_ANNOTATION);
  if (typeof text !== "string") {
    return {};
  }
  try {
    const sizes: unknown = JSON.parse(text);
    return typeof sizes === "object" && sizes !== null ? (sizes as Sizes) : {};
  } catch {
    // Somebody edited the annotation by hand: nothing is known of the size before.
    return {};
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
