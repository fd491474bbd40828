import type { Field } from "../../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Notes } from "./notes";

/** What the API server fills in. Source: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#statefulset-v1-apps */
const DEFAULTS = { podManagement: "OrderedReady", graceSeconds: 30 } as const;
/** Number of pods where a set does not say. */
export const DEFAULT_REPLICAS = 1;
/** Pause before the stop signal, as in an entry that says nothing. Source: config/workload.ts. */
const PRE_STOP = 5;

/** How the set scales, updates and stops. */
export function lifecycleSettings({ container, pod, set }: AdoptedSet, notes: Notes): Partial<Entry> {
  const spec = set.at("spec");
  noteRetention(spec.at("persistentVolumeClaimRetentionPolicy"), notes);
  const grace = pod.at("terminationGracePeriodSeconds").number ?? DEFAULTS.graceSeconds;
  return {
    replicas: spec.at("replicas").number ?? DEFAULT_REPLICAS,
    podManagement: (spec.at("podManagementPolicy").text ?? DEFAULTS.podManagement) as Entry["podManagement"],
    updateStrategy: {
      type: spec.at("updateStrategy.type").text as "OnDelete" | undefined,
      partition: spec.at("updateStrategy.rollingUpdate.partition").number,
    },
    minReadySeconds: spec.at("minReadySeconds").number,
    terminationGracePeriodSeconds: grace,
    preStopSeconds: preStopSeconds(container.at("lifecycle"), grace, notes),
    retention: {
      whenScaled: spec.at("persistentVolumeClaimRetentionPolicy.whenScaled").text as "Retain" | undefined,
      whenDeleted: spec.at("persistentVolumeClaimRetentionPolicy.whenDeleted").text as "Retain" | undefined,
    },
  };
}

/** What deletes data by itself is carried over, but never silently. */
function noteRetention(policy: Field, notes: Notes): void {
  for (const when of ["whenScaled", "whenDeleted"]) {
    if (policy.at(when).text === "Delete") {
      notes.choose(
        `retention.${when}`,
        "Delete",
        "Kept from the set: claims go with their pods or with the set. Before you scale or delete anything on the way here, set it to Retain on the set of today, and better here too.",
      );
    }
  }
}

function preStopSeconds(lifecycle: Field, grace: number, notes: Notes): number {
  const hook = lifecycle.at("preStop");
  const pause = hook.at("sleep.seconds").number ?? sleepOf(hook.at("exec.command"));
  if (lifecycle.at("postStart").isSet) {
    notes.lose(
      lifecycle.at("postStart"),
      "Nothing runs after the start here. Put it into the command, or into an init container.",
    );
  }
  if (hook.isSet && pause === undefined) {
    notes.lose(
      hook,
      "Here nothing but a pause runs before the stop signal. Let the process do this when it gets SIGTERM.",
    );
  }
  return Math.min(pause ?? PRE_STOP, grace - 1);
}

/** Seconds of `sleep 10`, alone or in a shell. */
function sleepOf(command: Field): number | undefined {
  const text = command.texts.join(" ");
  const seconds = /^(?:\S*sh -c )?\S*sleep (\d+)$/.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

/** Which user the processes run as, and what they may write. */
export function securitySettings({ container, pod }: AdoptedSet, notes: Notes): Partial<Entry> {
  const own = container.at("securityContext");
  const shared = pod.at("securityContext");
  const user = own.at("runAsUser").number ?? shared.at("runAsUser").number;
  const usable = user === ROOT ? undefined : user;
  if (usable === undefined) {
    noteUser(user, notes);
  }
  return {
    runAsUser: usable,
    fsGroup: shared.at("fsGroup").number ?? usable,
    readOnlyRootFilesystem:
      own.at("readOnlyRootFilesystem").flag === true ||
      notes.choose(
        "readOnlyRootFilesystem",
        false,
        "The container may write anywhere today. Try true, with scratch for what it writes.",
      ),
  };
}

const ROOT = 0;

/** Pods of the stack never run as root. Nobody but the image knows its user, so the entry's default stands until a person says better. */
function noteUser(user: number | undefined, notes: Notes): void {
  const today = user === ROOT ? "as root" : "as the image's own user";
  notes.choose(
    "runAsUser",
    "1000 (the default)",
    `The processes run ${today} today, and never as root here. Find the user that the image and the data want: kubectl exec POD -- id; ls -ln the mount path. Set runAsUser and fsGroup to it.`,
  );
}
