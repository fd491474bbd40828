import { quantity } from "../../../policy/facts/quantities";
import { isOpen, zonesOfDisk } from "../case/nodes";
import { kubectl } from "../finding";
import type { Case } from "../case/case";
import type { Pod } from "../case/types";
import type { Step } from "../finding";

/** Why a pod gets no node. */
export interface Unschedulable {
  readonly cause: string;
  /** What the scheduler or the autoscaler says then. */
  readonly sign: RegExp;
  /** What must be so, besides. */
  readonly fits?: (the: Case, pod: Pod) => boolean;
  readonly says: (pod: string) => string;
  readonly seen?: (the: Case, pod: Pod) => readonly string[];
  readonly next: (the: Case, pod: Pod) => readonly Step[];
}

const look = (pod: Pod): Step => ({ says: "See all that the scheduler says.", command: kubectl("describe", pod) });
const nodesByZone: Step = {
  says: "See which nodes take pods in which zones.",
  command: "kubectl get nodes --label-columns topology.kubernetes.io/zone,cloud.google.com/gke-nodepool",
};

/** From the one that is told most surely to the one that is told least. Texts: kubernetes v1.36, pkg/scheduler; GKE's cluster autoscaler. */
const CAUSES: readonly Unschedulable[] = [
  {
    cause: "claim-missing",
    sign: /persistentvolumeclaim ".+" not found/,
    says: (pod) => `${pod} waits for a claim that is not there.`,
    next: (_, pod) => [
      {
        says: "Find out first why the claim is gone, and whether its disk still is: deleting anything now may end the only copy.",
        command: "npx gke-stateful volumes list",
      },
      {
        says: "A claim of a template is made anew, with an empty disk, when its set's controller looks next; if it is not, the events of the set say why. Any other claim must be made by whoever made it before.",
        command: `kubectl get events --namespace ${pod.metadata.namespace ?? ""} --field-selector reason=FailedCreate`,
      },
    ],
  },
  {
    cause: "claim-going",
    sign: /persistentvolumeclaim ".+" is being deleted/,
    says: (pod) => `${pod} waits for a claim that is being deleted.`,
    next: (_, pod) => [
      { says: "Save the disk before the claim is gone.", command: "npx gke-stateful volumes list" },
      {
        says: "When the claim is gone, its set makes an empty one. See what keeps it until then.",
        command: `kubectl get persistentvolumeclaims --namespace ${pod.metadata.namespace ?? ""}`,
      },
    ],
  },
  {
    cause: "stockout",
    sign: /GCE out of resources|ZONE_RESOURCE_POOL_EXHAUSTED|scale\.up\.error\.out\.of\.resources/i,
    says: (pod) => `${pod} needs a new node, and Google has no such machine free in its zone.`,
    next: () => [
      { says: "Wait, or let the pool have another machine type or, with regional disks, its second zone." },
      nodesByZone,
    ],
  },
  {
    cause: "quota",
    sign: /GCE quota exceeded|QUOTA_EXCEEDED|scale\.up\.error\.quota\.exceeded/i,
    says: (pod) => `${pod} needs a new node, and the project's quota allows none.`,
    next: () => [{ says: "Ask for more quota of the region: npx gke-stateful plan STACK names what a stack needs." }],
  },
  {
    cause: "no-addresses",
    sign: /ip space exhausted|scale\.up\.error\.ip\.space\.exhausted/i,
    says: (pod) => `${pod} needs a new node, and the subnet has no addresses left.`,
    next: () => [
      {
        says: "Give the cluster another range for pods: https://cloud.google.com/kubernetes-engine/docs/how-to/multi-pod-cidr",
      },
    ],
  },
  {
    cause: "disk-in-other-zone",
    sign: /volume node affinity conflict|didn't match PersistentVolume's node affinity/,
    fits: (the, pod) => disksOf(the, pod).some(({ open }) => open === 0),
    says: (pod) => `The disk of ${pod} is in zones in which no node takes pods.`,
    seen: diskPlaces,
    next: () => [
      nodesByZone,
      {
        says: "Bring a node back in a zone of the disk. A disk in one zone cannot leave it but by a snapshot: npx gke-stateful volumes migrate.",
      },
    ],
  },
  {
    cause: "disk-limit",
    sign: /exceed max volume count/,
    says: (pod) => `Every node that could take ${pod} has as many disks as it can hold.`,
    next: (_, pod) => [look(pod), { says: "Add nodes, or a machine type that holds more disks." }],
  },
  {
    cause: "zone-of-disk-full",
    sign: /volume node affinity conflict|didn't match PersistentVolume's node affinity/,
    says: (pod) =>
      `The nodes in the zones of the disk of ${pod} have no room for it, and those elsewhere cannot reach the disk.`,
    seen: diskPlaces,
    next: (_, pod) => [nodesByZone, look(pod), { says: "Make room, or let the pool grow in those zones." }],
  },
  {
    cause: "claim-unbound",
    sign: /unbound immediate PersistentVolumeClaims|unbound PersistentVolumeClaims/,
    says: (pod) => `${pod} waits for a claim that has no disk.`,
    next: (_, pod) => [
      {
        says: "See why it gets none.",
        command: `kubectl describe persistentvolumeclaims --namespace ${pod.metadata.namespace ?? ""}`,
      },
    ],
  },
  {
    cause: "gated",
    sign: /scheduling gates?|SchedulingGated/i,
    says: (pod) => `Something holds ${pod} back by a scheduling gate.`,
    next: (_, pod) => [look(pod)],
  },
  {
    cause: "too-large",
    sign: /Insufficient (?:cpu|memory|ephemeral-storage)/,
    fits: (the, pod) => tooLarge(the, pod).length > 0,
    says: (pod) => `${pod} asks for more than any node of the cluster has.`,
    seen: tooLarge,
    next: (_, pod) => [{ says: "Ask for less, or give the pool a larger machine type." }, look(pod)],
  },
  {
    cause: "pool-at-maximum",
    sign: /max node group size reached|in backoff after failed scale-up|max cluster (?:cpu|memory)? ?limit reached|scale\.up\.no\.scale\.up/i,
    says: (pod) => `${pod} finds no room, and the pool may not grow.`,
    next: (_, pod) => [{ says: "Raise maxPerZone of the pool, or take away what is not needed." }, look(pod)],
  },
  {
    cause: "spread",
    sign: /didn't match pod topology spread constraints/,
    says: (pod) => `The spread that ${pod} asks for leaves it no place.`,
    next: () => [
      nodesByZone,
      { says: "Bring nodes back in the zone that lacks pods; ScheduleAnyway gives up the spread." },
    ],
  },
  {
    cause: "affinity",
    sign: /didn't match pod affinity rules/,
    says: (pod) => `${pod} asks to be beside another pod, and that place has no room or is not there.`,
    next: (_, pod) => [look(pod)],
  },
  {
    cause: "ports",
    sign: /didn't have free ports/,
    says: (pod) => `${pod} asks for a port of its node, and every node has given it away.`,
    next: () => [{ says: "Give up hostPort or hostNetwork, or let the pool grow: one such pod fits on a node." }],
  },
  {
    cause: "no-volume",
    sign: /didn't find available persistent volumes to bind/,
    says: (pod) => `${pod} waits for a volume that somebody must make: its class makes none.`,
    next: () => [{ says: "See which volumes are there.", command: "kubectl get persistentvolumes" }],
  },
  {
    cause: "anti-affinity",
    sign: /didn't (?:match|satisfy) (?:existing pods? )?(?:pod )?anti-affinity rules/,
    says: (pod) => `${pod} may not be beside another pod, and there is no other node.`,
    next: () => [nodesByZone, { says: "Let the pool grow: it needs a node for each pod." }],
  },
  {
    cause: "no-room",
    sign: /Insufficient \S+|Too many pods/,
    says: (pod) => `No node has room for ${pod}, and no new one comes.`,
    next: (_, pod) => [
      { says: "See why the autoscaler does not act, and whether the pool has one.", command: kubectl("describe", pod) },
      nodesByZone,
    ],
  },
  {
    cause: "selector",
    sign: /didn't match Pod's node affinity\/selector/,
    says: (pod) => `${pod} asks for labels that no node has.`,
    next: (_, pod) => [
      { says: "Compare its nodeSelector with the labels of the nodes.", command: "kubectl get nodes --show-labels" },
      look(pod),
    ],
  },
  {
    cause: "taint",
    sign: /had untolerated taint|node\(s\) were unschedulable/,
    says: (pod) => `The nodes that are there keep ${pod} out, by a taint or because they are cordoned.`,
    next: () => [
      {
        says: "See the taints, and which nodes are cordoned.",
        command:
          "kubectl get nodes --output custom-columns=NAME:.metadata.name,CORDONED:.spec.unschedulable,TAINTS:.spec.taints[*].key",
      },
      { says: "Cordoned by hand and forgotten: let it take pods again.", command: "kubectl uncordon NODE" },
    ],
  },
];

const UNKNOWN: Unschedulable = {
  cause: "unknown",
  sign: /$/,
  says: (pod) => `No node takes ${pod}.`,
  next: (_, pod) => [look(pod)],
};

/** Causes that what is said allows, the likeliest first; never none. */
export function whyUnschedulable(the: Case, pod: Pod, said: string): readonly [Unschedulable, ...Unschedulable[]] {
  const allowed = CAUSES.filter(({ sign }) => sign.test(said));
  const likely = allowed.find(({ fits }) => fits === undefined || fits(the, pod)) ?? UNKNOWN;
  return [likely, ...allowed.filter(({ cause }) => cause !== likely.cause)];
}

interface DiskPlace {
  readonly claim: string;
  readonly zones: readonly string[];
  /** Nodes of those zones that take pods. */
  readonly open: number;
}

/** The disks of a pod, where they are said to be in some zones only. */
function disksOf(the: Case, pod: Pod): readonly DiskPlace[] {
  return the.claimsOf(pod).flatMap((claim) => {
    const zones = zonesOfDisk(the, claim);
    const open = the.nodes.filter((node) => isOpen(node, zones)).length;
    return zones.length === 0 ? [] : [{ claim: claim.metadata.name, zones, open }];
  });
}

function diskPlaces(the: Case, pod: Pod): readonly string[] {
  return disksOf(the, pod).map(
    ({ claim, open, zones }) =>
      `the disk of claim ${claim} is in ${zones.join(" and ")}; nodes there that take pods: ${String(open)}`,
  );
}

/** What a pod asks for that is more than the largest node has. */
function tooLarge(the: Case, pod: Pod): readonly string[] {
  return ["cpu", "memory"].flatMap((resource) => {
    const asked = pod.spec.containers.reduce((sum, { resources }) => sum + amount(resources?.requests?.[resource]), 0);
    const sizes = the.nodes.map(({ status }) => status?.allocatable?.[resource]);
    const largest = sizes.toSorted((one, other) => amount(other) - amount(one))[0];
    return largest !== undefined && asked > amount(largest)
      ? [`its containers ask for more ${resource} together than the largest node has: ${largest}`]
      : [];
  });
}

function amount(text: string | undefined): number {
  return quantity(text) ?? 0;
}
