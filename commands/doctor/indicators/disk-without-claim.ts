import { claimedBy, isReleased, releasedOf } from "../../../cluster/volumes";
import { eventFact, facts, lastEvent } from "../case/quotes";
import { refOf } from "../case/ref";
import { kubectl } from "../finding";
import type { Case } from "../case/case";
import type { Volume } from "../case/types";
import type { Indicator, Sign } from "../finding";

/** Disks that nobody uses and somebody pays for. */
export const diskWithoutClaim: Indicator = {
  id: "disk-without-claim",
  title: "A disk has no claim, and is paid for",
  severity: "low",
  runbook: "docs/runbooks/alerts/VolumeWithoutClaim.md",
  alerts: ["VolumeWithoutClaim"],
  find: (the) =>
    the.volumes.filter((volume) => isReleased(volume) && isLookedAt(the, volume)).map((volume) => signOf(the, volume)),
};

/** What a move keeps is meant to be there, until it is confirmed. */
function isLookedAt(the: Case, volume: Volume): boolean {
  return releasedOf(volume).keptFor === undefined && the.isSelected(claimedBy(volume)?.namespace ?? "");
}

function signOf(the: Case, volume: Volume): Sign {
  const { claim = "an unknown claim", reclaimPolicy, size } = releasedOf(volume);
  const failed = lastEvent(the, volume, "VolumeFailedDelete");
  return {
    cause: failed === undefined ? "retained" : "cannot-be-deleted",
    subject: refOf(volume),
    says: `${volume.metadata.name} (${size}) has no claim any more${failed === undefined ? "" : ", and its driver cannot delete it"}.`,
    evidence: facts(`it was of ${claim}, reclaim policy ${reclaimPolicy}`, eventFact(the, failed)),
    next: [
      {
        says: "Needed? Give it to a claim again.",
        command: `npx gke-stateful volumes adopt-volume ${volume.metadata.name} --help`,
      },
      { says: "See whose it was, and what it costs.", command: "npx gke-stateful volumes list" },
      {
        says: "Not needed, for certain? Then let it be deleted for good.",
        command: kubectl("patch", volume, `--patch '{"spec":{"persistentVolumeReclaimPolicy":"Delete"}}'`),
      },
    ],
    waitsFor: [`PersistentVolumeClaim/${claim}`],
  };
}
