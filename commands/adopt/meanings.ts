import type { Value } from "../../policy/graph/value";

/** What a difference means, by the path of the field. The first that fits holds. */
const MEANINGS: readonly (readonly [path: RegExp, meaning: string])[] = [
  [
    /^selector\b/,
    "The new set would not take the old pods over, and could not make new ones of the same name: delete the old pods first.",
  ],
  [
    /^replicas$/,
    "Pods beyond the smaller number end, and with retention.whenScaled Delete their claims go too. Set the number that runs today.",
  ],
  [
    /^persistentVolumeClaimRetentionPolicy/,
    "What becomes of claims, and of the data on them, when pods or the set are removed.",
  ],
  [/^serviceName$/, "Part of every pod's DNS name. Whoever knows the pods by name must learn the new one."],
  [
    /^volumeClaimTemplates\.[^.]+\.storageClassName$/,
    "Claims that exist keep their class and their disk; only new ones get this class. A disk in one zone stays there until it is moved, for example through a snapshot.",
  ],
  [/^volumeClaimTemplates\.[^.]+\.resources/, "Claims that exist keep their size until they are resized."],
  [
    /^volumeClaimTemplates\.[^.]+\.accessModes/,
    "Claims that exist keep theirs. Here every pod has its disk for itself.",
  ],
  [/^volumeClaimTemplates\b/, "Claims that exist keep what they have."],
  [/^podManagementPolicy$/, "How pods start and stop: all together, or one after the other."],
  [
    /^template\.metadata\.labels\b/,
    "Whoever selects the pods by this label finds them no more. Those of the set's own selector stay.",
  ],
  [/^template\.metadata\.annotations\b/, "Whoever reads this annotation of the pods finds it no more."],
  [/otherContainers\b/, "This container is gone."],
  [
    /runAsUser$|runAsGroup$|fsGroup$|supplementalGroups/,
    "The processes must be able to read and write what lies on the disks under this id.",
  ],
  [
    /runAsNonRoot$|allowPrivilegeEscalation$|capabilities|seccompProfile|privileged$/,
    "Part of the restricted Pod Security Standard. An image that needs root does not start.",
  ],
  [
    /fsGroupChangePolicy$/,
    "The owner of files is changed only where the top directory's is wrong, so that starts stay fast.",
  ],
  [/readOnlyRootFilesystem$/, "The container writes to its mounts only."],
  [
    /automountServiceAccountToken$|serviceAccountName$|serviceAccount$/,
    "The pods have an account of their own, named after the workload, and no token for the API server. What was granted to the old account by name, in the cluster or in IAM, does not hold for it.",
  ],
  [/enableServiceLinks$/, "No variables with the addresses of all Services of the namespace."],
  [/volumeMounts\b/, "What lies at this path is something else."],
  [/envFrom$/, "Written out as variables, as far as the manifests hold them."],
  [/\benv\b/, "The container gets another value."],
  [/initialDelaySeconds$/, "The startup probe holds the others back instead."],
  [/startupProbe\b/, "Holds the other probes back until it succeeds once."],
  [/lifecycle\b/, "What runs before the stop signal is another thing."],
  [/priorityClassName$/, "Pods of lower priority give way to these when a node is full."],
  [/topologySpreadConstraints\b/, "Where the scheduler may put pods."],
  [/(?:nodeSelector|tolerations)\b/, "The pods go to the stack's stateful nodes."],
  [/resources\.limits\.cpu$/, "Above it the container is slowed."],
  [/resources\.limits\.memory$/, "Above it the container is killed."],
  [/ephemeral-storage/, "Above the limit the pod is evicted."],
  [
    /hostNetwork|hostPID|hostIPC|hostAliases|dnsConfig|dnsPolicy|runtimeClassName|shareProcessNamespace/,
    "Cannot be written here.",
  ],
];

/** What a difference means for the pods or their data, or undefined where the values say all. */
export function meaningOf(path: string, adopted: Value | undefined, planned: Value | undefined): string | undefined {
  if (path === "template.spec.container.name") {
    return "The name by which logs and shells ask for the container.";
  }
  const meaning = MEANINGS.find(([pattern]) => pattern.test(path))?.[1];
  return meaning ?? (planned === undefined && adopted !== undefined ? "Cannot be written here." : undefined);
}
