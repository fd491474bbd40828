import { SERVICE_KINDS } from "../graph/kinds";
import { containerName, runningContainers } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";
import type { Field } from "../graph/object";

/** What the API server fills in. Source: Kubernetes API, Probe. */
const DEFAULT_PERIOD = 10;
const DEFAULT_THRESHOLD = 3;
const DEFAULT_TIMEOUT = 1;
/** Seconds without an answer that every busy service has now and then. */
const BUSY_SECONDS = 15;
/** Ways to ask. */
const HANDLERS = ["exec", "grpc", "httpGet", "tcpSocket"] as const;

/** A liveness probe that gives up at once turns load into restarts, and restarts into more load. */
export const eagerLiveness = defineRule({
  id: "eager-liveness",
  severity: "medium",
  title: "A liveness probe is patient",
  why: "A busy database answers late. A liveness probe that gives up at the first missed answer, or that asks what readiness asks and gives up within seconds, restarts it in that moment: caches are cold, recovery takes longer, and the other replicas get its load.",
  remediation:
    "Set `failureThreshold: 3` or more with `periodSeconds: 10` or more, ask for less than readiness does (a TCP connection), and leave slow starts to a startupProbe.",
  effort: { time: "minutes", why: "Two numbers." },
  outcome: "A container is restarted when it hangs, not when it works hard.",
  url: "https://kubernetes.io/docs/concepts/workloads/pods/probes/",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, livenessProbe: { tcpSocket: { port: 5432 }, failureThreshold: 1 } }] } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, livenessProbe: { tcpSocket: { port: 5432 }, failureThreshold: 3 } }] } } }`,
  },
  kinds: [...SERVICE_KINDS, "Pod"],
  scope: "object",
  skipsOwned: true,
  *check(object) {
    for (const container of runningContainers(object)) {
      const liveness = container.at("livenessProbe");
      const why = liveness.isSet ? eagerness(liveness, container.at("readinessProbe")) : undefined;
      if (why !== undefined) {
        yield problem(liveness, `restarts ${containerName(container)} ${why}`);
      }
    }
  },
});

function eagerness(liveness: Field, readiness: Field): string | undefined {
  const threshold = liveness.at("failureThreshold").number ?? DEFAULT_THRESHOLD;
  // The next one begins when the one before has ended.
  const each = Math.max(
    liveness.at("periodSeconds").number ?? DEFAULT_PERIOD,
    liveness.at("timeoutSeconds").number ?? DEFAULT_TIMEOUT,
  );
  const seconds = threshold * each;
  if (threshold === 1) {
    return "at the first answer that is missed (failureThreshold 1)";
  }
  return seconds < BUSY_SECONDS && asksTheSame(liveness, readiness)
    ? `after ${String(seconds)} seconds in which it cannot answer what readiness asks`
    : undefined;
}

function asksTheSame(one: Field, other: Field): boolean {
  return HANDLERS.some((handler) => one.of(handler).isSet && isAlike(one.of(handler), other.of(handler)));
}

/** Throws Undecidable where a part is not known. */
function isAlike(one: Field, other: Field): boolean {
  const [parts, others] = [partsOf(one), partsOf(other)];
  return parts.length + others.length === 0
    ? one.known === other.known
    : parts.length === others.length && parts.every((part, index) => isAlike(part, others[index] ?? other));
}

function partsOf(field: Field): readonly Field[] {
  return Array.isArray(field.known)
    ? field.items
    : field.entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}
