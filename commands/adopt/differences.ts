import { isDeepStrictEqual } from "node:util";
import { quantity } from "../../policy/facts/quantities";
import { pathOf } from "../../policy/graph/paths";
import { isMap, valueAt } from "../../policy/graph/value";
import { normalForm } from "./normal-form";
import { meaningOf } from "./meanings";
import type { Value, ValueMap } from "../../policy/graph/value";

/** A field in which the planned StatefulSet is not like the adopted one. */
export interface Difference {
  /** Path in the specification, where `container` is the container that the entry describes. */
  readonly path: string;
  /** Value today; undefined where there is none. */
  readonly adopted: Value | undefined;
  /** Value in the plan; undefined where there is none. */
  readonly planned: Value | undefined;
  /** What that means for the pods or their data; undefined where the values say all. */
  readonly meaning: string | undefined;
}

/** A specification, and the container in it that counts. */
export interface Compared {
  readonly spec: ValueMap;
  readonly mainContainer: string;
}

/**
 * Where a planned StatefulSet is not like the adopted one, field by field; what only one of them has is one difference. A field
 * that the API server fills in counts as if it were written.
 */
export function differences(adopted: Compared, planned: Compared): readonly Difference[] {
  const [before, after] = [adopted, planned].map(({ mainContainer, spec }) => normalForm(spec, mainContainer));
  return [...compare(before, after, [])];
}

function* compare(before: Value | undefined, after: Value | undefined, keys: readonly string[]): Iterable<Difference> {
  const path = pathOf(keys);
  const [one, other] = [withoutDefault(before, keys), withoutDefault(after, keys)];
  if ((isMap(one) || isMap(other)) && !isWhole(path, one, other)) {
    for (const key of [...new Set([...keysOf(one), ...keysOf(other)])].toSorted()) {
      yield* compare(valueAt(before, key), valueAt(after, key), [...keys, key]);
    }
  } else if (!isSame(one ?? defaultOf(path), other ?? defaultOf(path))) {
    const meaning = meaningOf(path, one, other);
    yield { path, adopted: one ?? written(before), planned: other ?? written(after), meaning };
  }
}

/** Things that are there or not, of which nobody wants to read every field. */
const THINGS =
  /(?:affinity|annotations|lifecycle|nodeSelector|resources|\w+Probe|(?:initContainers|otherContainers|tolerations|topologySpreadConstraints)(?:\.[^.]+|\["[^"]+"\]))$/;

function isWhole(path: string, one: Value | undefined, other: Value | undefined): boolean {
  return (one === undefined || other === undefined) && THINGS.test(path);
}

function keysOf(value: Value | undefined): readonly string[] {
  return isMap(value) ? Object.keys(value) : [];
}

/** A value that is written down, though it is the default. */
function written(value: Value | undefined): Value | undefined {
  return isMap(value) || Array.isArray(value) ? undefined : (value ?? undefined);
}

/** A value without what the API server fills in anyway, and without what is empty; undefined where nothing is left. */
function withoutDefault(value: Value | undefined, keys: readonly string[]): Value | undefined {
  if (isMap(value)) {
    const left = Object.entries(value).flatMap(([key, inner]) => {
      const kept = withoutDefault(inner, [...keys, key]);
      return kept === undefined ? [] : [[key, kept] as const];
    });
    return left.length === 0 ? undefined : Object.fromEntries<Value>(left);
  }
  const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
  return isEmpty || isSame(value, defaultOf(pathOf(keys))) ? undefined : value;
}

/** Whether two values mean the same: `1` and `"1000m"` of a resource do. */
function isSame(one: Value | undefined, other: Value | undefined): boolean {
  if (isDeepStrictEqual(one, other)) {
    return true;
  }
  const amount = quantity(one);
  return amount !== undefined && amount === quantity(other);
}

/**
 * What the API server fills in, by the end of the path.
 * Source: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/
 */
const DEFAULTS: readonly (readonly [end: RegExp, value: Value])[] = [
  [/^replicas$/, 1],
  [/^podManagementPolicy$/, "OrderedReady"],
  [/^minReadySeconds$/, 0],
  [/^revisionHistoryLimit$/, 10],
  [/^updateStrategy\.type$/, "RollingUpdate"],
  [/^updateStrategy\.rollingUpdate\.partition$/, 0],
  [/^persistentVolumeClaimRetentionPolicy\.\w+$/, "Retain"],
  [/volumeMode$/, "Filesystem"],
  [/spec\.terminationGracePeriodSeconds$/, 30],
  [/spec\.restartPolicy$/, "Always"],
  [/spec\.dnsPolicy$/, "ClusterFirst"],
  [/spec\.schedulerName$/, "default-scheduler"],
  [/spec\.(?:automountServiceAccountToken|enableServiceLinks)$/, true],
  [/securityContext\.readOnlyRootFilesystem$/, false],
  [/securityContext\.runAsNonRoot$/, false],
  [/ports.*\.protocol$/, "TCP"],
  [/Probe\.periodSeconds$/, 10],
  [/Probe\.timeoutSeconds$/, 1],
  [/Probe\.failureThreshold$/, 3],
  [/Probe\.successThreshold$/, 1],
  [/Probe\.initialDelaySeconds$/, 0],
  [/Probe\.httpGet\.scheme$/, "HTTP"],
  [/imagePullPolicy$/, "IfNotPresent"],
  [/terminationMessagePath$/, "/dev/termination-log"],
  [/terminationMessagePolicy$/, "File"],
  [/nodeTaintsPolicy$/, "Ignore"],
  [/nodeAffinityPolicy$/, "Honor"],
  [/tolerations.*\.operator$/, "Equal"],
];

function defaultOf(path: string): Value | undefined {
  return DEFAULTS.find(([end]) => end.test(path))?.[1];
}
