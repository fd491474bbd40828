import { ageOf, eventFact, facts, lastEvent, lengthOf } from "../case/quotes";
import { refOf } from "../case/ref";
import { kubectl } from "../finding";
import { usedClaims } from "../case/pods";
import { whyNotMade } from "../words/provisioning";
import type { Case } from "../case/case";
import type { Claim } from "../case/types";
import type { Indicator, Sign } from "../finding";
import type { Told } from "../words/told";

/** Seconds that a disk may take to be made. */
const GRACE = 120;
/** Set by the scheduler. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/#volume-kubernetes-io-selected-node */
const CHOSEN_NODE = "volume.kubernetes.io/selected-node";

/** A claim that gets no disk. */
export const diskNotMade: Indicator = {
  id: "disk-not-made",
  title: "A claim gets no disk",
  severity: "high",
  runbook: "docs/runbooks/alerts/ClaimPending.md",
  alerts: ["ClaimPending"],
  find: (the) => usedClaims(the).flatMap((claim) => signOf(the, claim) ?? []),
};

function signOf(the: Case, claim: Claim): Sign | undefined {
  const waited = the.since(claim.metadata.creationTimestamp);
  if (claim.status?.phase !== "Pending" || waited < GRACE) {
    return undefined;
  }
  const { storageClassName: className = "none" } = claim.spec;
  const failed = lastEvent(the, claim, "ProvisioningFailed", "FailedBinding");
  const why = whyOf(the, claim, failed?.message);
  if (why === undefined) {
    return undefined;
  }
  return {
    cause: why.cause,
    subject: refOf(claim),
    says: `Claim ${claim.metadata.name} gets no disk: ${why.says}.`,
    evidence: facts(
      `Pending for ${lengthOf(waited)}, class ${className}`,
      eventFact(the, failed ?? lastEvent(the, claim, "ExternalProvisioning")),
    ),
    next: [{ says: why.next }, { says: "See all that was said of it.", command: kubectl("describe", claim) }],
  };
}

/** Undefined where it is normal that a claim waits. */
function whyOf(the: Case, claim: Claim, message: string | undefined): Told | undefined {
  const { storageClassName: className = "none" } = claim.spec;
  const said = isMissing(the, className) ? `storageclass "${className}" not found` : message;
  if (said === undefined) {
    return waitsForItsPod(the, claim) || isBeingMade(the, claim) || !the.knows("StorageClass") ? undefined : SILENT;
  }
  return whyNotMade(said) ?? REFUSED;
}

const SILENT: Told = {
  cause: "no-driver",
  says: "no driver says anything about it",
  next: "See whether the class's provisioner is installed: kubectl get csidrivers.",
};
const REFUSED: Told = {
  cause: "provisioning",
  says: "its driver refuses",
  next: "The driver tries again when the cause is mended.",
};

/** Whether a driver has begun just now. ExternalProvisioning is said by the controller, whether there is a driver or not. */
function isBeingMade(the: Case, claim: Claim): boolean {
  const begun = lastEvent(the, claim, "Provisioning");
  return begun !== undefined && ageOf(the, begun) < GRACE;
}

function isMissing(the: Case, className: string): boolean {
  return the.knows("StorageClass") && className !== "none" && the.storageClass(className) === undefined;
}

/** With WaitForFirstConsumer a claim waits until its pod has a node: that is normal, and the pod tells why it has none. */
function waitsForItsPod(the: Case, claim: Claim): boolean {
  const { annotations = {} } = claim.metadata;
  const mode = the.storageClass(claim.spec.storageClassName ?? "")?.volumeBindingMode;
  const hasNode = the.usersOf(claim).some(({ spec }) => spec.nodeName !== undefined);
  return mode === "WaitForFirstConsumer" && annotations[CHOSEN_NODE] === undefined && !hasNode;
}
