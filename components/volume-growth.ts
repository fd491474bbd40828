import * as pulumi from "@pulumi/pulumi";
import { bytes } from "./quantities";

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

/**
 * A hook that stops a preview or an update in which a volume of the workload would shrink.
 * @see https://www.pulumi.com/docs/iac/concepts/options/hooks/
 */
export function growOnly(workload: string): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${workload}-volumes-only-grow`,
    ({ newInputs, oldInputs }) => {
      const problems = shrunkVolumes(sizesIn(oldInputs), sizesIn(newInputs));
      if (problems.length > 0) {
        throw new Error(problems.map((problem) => `gke-stateful:workloads.${workload}.${problem}`).join("\n"));
      }
    },
    { onDryRun: true },
  );
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
