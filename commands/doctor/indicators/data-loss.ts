import { claimedBy, releasedOf } from "../../../cluster/volumes";
import { isGoing, phaseOf } from "../../../cluster/objects";
import { claimBases } from "../../../cluster/claims";
import { ordinalIn } from "../../../policy/facts/ordinals";
import { millisecondsOf } from "../case/case";
import { refOf } from "../case/ref";
import { selects } from "../case/selector";
import { kubectl, STOP } from "../finding";
import type { Case } from "../case/case";
import type { Claim, StatefulSet, Volume } from "../case/types";
import type { Indicator, Sign, Step } from "../finding";

const LIST: Step = {
  says: "See every disk, with those that have no claim, and the last snapshots.",
  command: "npx gke-stateful volumes list",
};
/** Seconds by which a claim must be younger than another one before it counts as made later. */
const LATER = 600;

/** Seconds for which a disk that took another one's place is news: a day. */
const NEWS = 86_400;

/** Data that is gone after a restart, or about to go. */
export const dataLoss: Indicator = {
  id: "data-loss",
  title: "Data is lost, elsewhere than its pod, or about to be lost",
  severity: "critical",
  runbook: "docs/runbooks/data.md",
  alerts: ["ClaimLost", "ClaimStuckTerminating"],
  find: (the) => {
    const left = Map.groupBy(
      // One that its driver deletes is about to go, as it was told to.
      the.volumes.filter(
        (volume) =>
          phaseOf(volume) === "Released" && !isGoing(volume) && volume.spec.persistentVolumeReclaimPolicy !== "Delete",
      ),
      (volume) => {
        const { name = "", namespace = "" } = claimedBy(volume) ?? {};
        return `${namespace}/${name}`;
      },
    );
    return the.sets.flatMap((set) => [
      ...claimsOfSet(the, set).flatMap((claim) => lost(claim) ?? going(the, claim) ?? madeAnew(the, claim, left) ?? []),
      ...renamed(the, set),
      ...withoutDisk(the, set),
    ]);
  },
};

function claimsOfSet(the: Case, set: StatefulSet): readonly Claim[] {
  const bases = claimBases(set);
  return the
    .claimsIn(set.metadata.namespace ?? "")
    .filter(({ metadata }) => bases.some((base) => ordinalIn(metadata.name, base) !== undefined));
}

function lost(claim: Claim): Sign | undefined {
  return claim.status?.phase !== "Lost"
    ? undefined
    : {
        cause: "volume-gone",
        subject: refOf(claim),
        says: `Claim ${claim.metadata.name} has lost its volume: the PersistentVolume ${claim.spec.volumeName ?? ""} is gone.`,
        evidence: ["phase Lost"],
        next: [
          STOP,
          {
            says: "Look for the disk: one whose volume was only deleted as an object is still there.",
            command: `gcloud compute disks list --filter name~${claim.spec.volumeName ?? claim.metadata.name}`,
          },
          {
            says: "It is there: make a volume for it again, which docs/runbooks/data.md shows. It is not: restore the newest snapshot.",
            command: "npx gke-stateful volumes list",
          },
        ],
        runbook: "docs/runbooks/alerts/ClaimLost.md",
      };
}

/** Deleted, and still used: it goes when its pod ends, which the next restart does. */
function going(the: Case, claim: Claim): Sign | undefined {
  if (!isGoing(claim) || isLeftAlone(the, claim)) {
    return undefined;
  }
  const volume = the.volumeOf(claim);
  const policy = volume?.spec.persistentVolumeReclaimPolicy ?? "Delete";
  return {
    cause: "claim-going",
    severity: policy === "Delete" ? "critical" : "high",
    subject: refOf(claim),
    says: `Claim ${claim.metadata.name} is being deleted: with the next restart of its pod it is gone, and its disk ${policy === "Delete" ? "is deleted with it" : "has no claim any more"}.`,
    evidence: [`deleted at ${claim.metadata.deletionTimestamp ?? "?"}, reclaim policy ${policy}`],
    next: [
      STOP,
      ...(volume === undefined
        ? []
        : [
            {
              says: "Keep the disk, whatever happens to the claim.",
              command: kubectl("patch", volume, `--patch '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'`),
            },
          ]),
      LIST,
    ],
    runbook: "docs/runbooks/alerts/ClaimStuckTerminating.md",
  };
}

/** A claim that nobody uses goes at once, as whoever scaled down wants it to. */
function isLeftAlone(the: Case, claim: Claim): boolean {
  const isUsed = the.usersOf(claim).some((pod) => !isGoing(pod));
  return !isUsed && the.since(claim.metadata.deletionTimestamp) < LATER;
}

/** A claim whose name an older one had: the disk of that one is still there. */
function madeAnew(the: Case, claim: Claim, left: ReadonlyMap<string, readonly Volume[]>): Sign | undefined {
  const { name, namespace = "", uid } = claim.metadata;
  // What a move keeps on purpose is confirmed or brought back by whoever moved it.
  const older = (left.get(`${namespace}/${name}`) ?? []).filter(
    (volume) =>
      claimedBy(volume)?.uid !== uid &&
      volume.metadata.name !== claim.spec.volumeName &&
      releasedOf(volume).keptFor === undefined,
  );
  const [volume] = older;
  return volume === undefined
    ? undefined
    : {
        cause: "claim-made-anew",
        // Old news: whoever did it has lived with it, and the disk is still there.
        ...(the.since(claim.metadata.creationTimestamp) > NEWS && { severity: "medium" as const }),
        subject: refOf(claim),
        says: `Claim ${name} was made anew, with another disk: what its pod wrote before is on ${older.map(({ metadata }) => metadata.name).join(", ")}.`,
        evidence: older.map(
          (one) =>
            `${one.metadata.name} is Released and was of a claim ${name} that is gone; this one was made at ${claim.metadata.creationTimestamp ?? "?"}`,
        ),
        next: [
          STOP,
          LIST,
          {
            says: "Give the set its old disk back, or copy what is on it: see how first.",
            command: `npx gke-stateful volumes adopt-volume ${volume.metadata.name} --help`,
          },
        ],
      };
}

/**
 * Claims of another template's name that no pod mounts, beside younger ones of the set: the template was renamed. That they are of this set,
 * their labels say: its controller gives them those of its selector, which never changes.
 */
function renamed(the: Case, set: StatefulSet): readonly Sign[] {
  const { name, namespace = "" } = set.metadata;
  const bases = claimBases(set);
  const strays = strayClaims(the, set, bases);
  return the.podsOf(set).flatMap((pod) => {
    const ordinal = ordinalIn(pod.metadata.name, name);
    const own = bases.flatMap((base) => the.claim(namespace, `${base}-${String(ordinal)}`) ?? []);
    const youngest = Math.max(...own.map(bornAt));
    const old = (strays.get(pod.metadata.name) ?? []).filter((claim) => bornAt(claim) + LATER * 1000 < youngest);
    const [claim] = old;
    return claim === undefined
      ? []
      : [
          {
            cause: "template-renamed",
            subject: refOf(claim),
            says: `${pod.metadata.name} has a new, empty disk: what it wrote before is on claim ${claim.metadata.name}, which nothing mounts.`,
            evidence: [
              `${claim.metadata.name} was made at ${claim.metadata.creationTimestamp ?? "?"}, ${own.map(({ metadata }) => `${metadata.name} at ${metadata.creationTimestamp ?? "?"}`).join(", ")}`,
              `templates of the set now: ${bases.join(", ")}`,
            ],
            next: [STOP, { says: "Give the claim template its old name back, and run pulumi preview." }, LIST],
          },
        ];
  });
}

/** Claims of a set that none of its templates makes and no pod mounts, by the name of the pod that they were of. */
function strayClaims(the: Case, set: StatefulSet, bases: readonly string[]): ReadonlyMap<string, readonly Claim[]> {
  const { name, namespace = "" } = set.metadata;
  const strays = the
    .claimsIn(namespace)
    .filter(
      (claim) =>
        selects(set.spec.selector, claim.metadata.labels ?? {}) &&
        !bases.some((base) => ordinalIn(claim.metadata.name, base) !== undefined) &&
        the.usersOf(claim).length === 0,
    );
  return Map.groupBy(strays, (claim) => claim.metadata.name.slice(claim.metadata.name.lastIndexOf(`-${name}-`) + 1));
}

function bornAt({ metadata }: Claim): number {
  return millisecondsOf(metadata.creationTimestamp);
}

/** A set without any claim that writes to what goes with its pods. What is in memory is meant to go. */
function withoutDisk(the: Case, set: StatefulSet): readonly Sign[] {
  const { volumes = [] } = set.spec.template.spec;
  const hasClaims =
    (set.spec.volumeClaimTemplates ?? []).length > 0 ||
    volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
  const empty = volumes
    .filter(({ emptyDir }) => emptyDir !== undefined && emptyDir.medium !== "Memory")
    .map(({ name }) => name);
  const paths = set.spec.template.spec.containers.flatMap(({ volumeMounts = [] }) =>
    volumeMounts
      .filter(({ mountPath, name }) => empty.includes(name) && DATA_PATH.test(mountPath))
      .map(({ mountPath }) => mountPath),
  );
  return hasClaims || paths.length === 0
    ? []
    : [
        {
          cause: "no-disk",
          subject: refOf(set),
          severity: "medium",
          says: `${set.metadata.name} has no disk: what it writes to ${paths.join(", ")} goes with each pod.`,
          evidence: [`emptyDir ${empty.join(", ")}; no volumeClaimTemplates`],
          next: [
            {
              says: "Copy what is there before any pod is deleted.",
              command: `kubectl cp ${set.metadata.namespace ?? ""}/${the.podsOf(set)[0]?.metadata.name ?? "POD"}:${paths[0] ?? ""} ./saved`,
            },
            {
              says: "Give it a claim template; see what else is wrong.",
              command: `npx gke-stateful analyze --explain volatile-data`,
            },
          ],
        },
      ];
}

/** Where data services keep what must stay. policy/facts/data-services.ts has the exact ones, by image; without a claim at all the folder is enough. */
const DATA_PATH = /^\/(?:var\/lib|data|bitnami|opt\/[^/]+\/data)(?:\/|$)/;
