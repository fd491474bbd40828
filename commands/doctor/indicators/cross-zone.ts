import { refOf } from "../case/ref";
import { isOpen, zonesOfDisk } from "../case/nodes";
import { textsOf } from "../case/pods";
import { ZONE_LABEL } from "../../../policy/facts/node-labels";
import { selects } from "../case/selector";
import type { Case } from "../case/case";
import type { Pod, Service, StatefulSet } from "../case/types";
import type { Indicator, Sign } from "../finding";

/** Pods and those who call them in different zones. */
export const crossZone: Indicator = {
  id: "cross-zone",
  title: "Calls go from zone to zone",
  severity: "medium",
  runbook: "docs/runbooks/cross-zone.md",
  alerts: [],
  find: (the) => the.sets.flatMap((set) => [...(skewed(the, set) ?? []), ...farClients(the, set)]),
};

/** Pods that are all in one zone, or far more of them, while others have nodes that take pods. */
function skewed(the: Case, set: StatefulSet): readonly Sign[] | undefined {
  const pods = the.podsOf(set).filter(({ status }) => status?.phase === "Running");
  const zones = Map.groupBy(pods, (pod) => the.zoneOf(pod) ?? "");
  const places = new Set(the.nodes.flatMap((node) => node.metadata.labels?.[ZONE_LABEL] ?? []));
  const reachable = zonesOfDisks(the, pods);
  const open = [...places].filter(
    (zone) =>
      (reachable.size === 0 || reachable.has(zone)) &&
      the.nodes.some((node) => isOpen(node, [zone]) && !(node.spec?.taints ?? []).some(isForbidding)),
  );
  const counts = open.map((zone) => zones.get(zone)?.length ?? 0);
  const [most, least] = [Math.max(...counts), Math.min(...counts)];
  return pods.length < 2 || zones.has("") || open.length < 2 || most - least < 2 || least > 0
    ? undefined
    : [
        {
          cause: "skew",
          subject: refOf(set),
          says: `Pods of ${set.metadata.name} are crowded: a zone that takes pods has none of them.`,
          evidence: [
            open
              .toSorted()
              .map((zone) => `${zone}: ${String(zones.get(zone)?.length ?? 0)}`)
              .join(", "),
          ],
          also: ["its pods may run in some zones only, which their disks or their node selector say"],
          next: [
            {
              says: "See where its pods and disks are.",
              command: `kubectl get pods --namespace ${set.metadata.namespace ?? ""} --output wide`,
            },
            {
              says: "Pods do not move by themselves. With disks in two zones, delete one pod after the other, each when all are ready.",
            },
          ],
        },
      ];
}

/** Zones that the disks of some pods are in; none where no disk says. */
function zonesOfDisks(the: Case, pods: readonly Pod[]): ReadonlySet<string> {
  return new Set(pods.flatMap((pod) => the.claimsOf(pod).flatMap((claim) => zonesOfDisk(the, claim))));
}

/** A taint that keeps pods out: whether these tolerate it is not looked at, so its node does not count. */
function isForbidding({ effect }: { readonly effect: string }): boolean {
  return effect !== "PreferNoSchedule";
}

/** Callers, known by the name of the set's Service in their own settings, of which none is in a zone of the set's pods. */
function farClients(the: Case, set: StatefulSet): readonly Sign[] {
  const { namespace = "" } = set.metadata;
  const labels = set.spec.template.metadata?.labels ?? {};
  const fronts = the.services.filter(
    ({ metadata, spec }) =>
      metadata.namespace === namespace &&
      Object.keys(spec.selector ?? {}).length > 0 &&
      selects({ matchLabels: spec.selector ?? {} }, labels),
  );
  const own = the.podsOf(set);
  const served = new Set(own.flatMap((pod) => the.zoneOf(pod) ?? []));
  if (served.size === 0) {
    return [];
  }
  return fronts.flatMap((service) => {
    const callers = callersOf(the, service).filter(
      (pod) => !own.includes(pod) && pod.status?.phase === "Running" && the.zoneOf(pod) !== undefined,
    );
    const zones = new Set(callers.map((pod) => the.zoneOf(pod)));
    const far = callers.filter((pod) => !served.has(the.zoneOf(pod) ?? ""));
    // Callers that are spread over more zones than the set has pods must cross some.
    const isMost = far.length * 2 > callers.length && (zones.size === 1 || own.length >= zones.size);
    return !isMost ? [] : [farSign(the, set, service, far, [...served])];
  });
}

function farSign(the: Case, set: StatefulSet, service: Service, far: readonly Pod[], served: readonly string[]): Sign {
  return {
    cause: "far-clients",
    subject: refOf(set),
    says: `Most callers of ${set.metadata.name} are in other zones than its pods: each call crosses zones, takes longer and is billed.`,
    evidence: [
      `pods in ${served.toSorted().join(", ")}`,
      ...far
        .slice(0, 3)
        .map((pod) => `${pod.metadata.name} in ${the.zoneOf(pod) ?? "?"} calls Service ${service.metadata.name}`),
    ],
    next: [
      { says: "Let callers and pods share zones: spread both over the same ones." },
      ...(service.spec.trafficDistribution === undefined && service.spec.clusterIP !== "None"
        ? [
            {
              says: "Where both are in several zones, let the Service prefer the nearest pod, if any pod may answer.",
              command: `kubectl patch service ${service.metadata.name} --namespace ${service.metadata.namespace ?? ""} --patch '{"spec":{"trafficDistribution":"PreferClose"}}'`,
            },
          ]
        : []),
    ],
  };
}

/** Pods that name a Service in their command, arguments or environment. */
function callersOf(the: Case, { metadata: { name, namespace = "" } }: Service): readonly Pod[] {
  return the.pods.filter((pod) =>
    textsOf(pod).some((text) => mentions(text, name, pod.metadata.namespace === namespace ? undefined : namespace)),
  );
}

/** Whether a text has the name of a Service as a host: from another namespace, only with that. */
function mentions(text: string, name: string, namespace: string | undefined): boolean {
  const host = namespace === undefined ? name : `${name}.${namespace}`;
  return text
    .split(/[^\w.-]+/)
    .some(
      (word) => word === host || word.endsWith(`.${host}`) || word.startsWith(`${host}.`) || word.includes(`.${host}.`),
    );
}
