import { eventFact, facts, lastEvent } from "../case/quotes";
import { refOf } from "../case/ref";
import { kubectl } from "../finding";
import { usedClaims } from "../case/pods";
import type { Case } from "../case/case";
import type { Claim } from "../case/types";
import type { Indicator, Sign } from "../finding";

/** A disk that should be larger and does not grow. */
export const diskNotGrowing: Indicator = {
  id: "disk-not-growing",
  title: "A disk does not grow",
  severity: "medium",
  runbook: "docs/runbooks/data.md",
  alerts: [],
  find: (the) => usedClaims(the).flatMap((claim) => signOf(the, claim) ?? []),
};

function signOf(the: Case, claim: Claim): Sign | undefined {
  const { asked, has, state } = sizesOf(claim);
  const failed = lastEvent(the, claim, "VolumeResizeFailed", "FileSystemResizeFailed");
  const isStuck = failed !== undefined || state.includes("Infeasible");
  return !isStuck || asked === has
    ? undefined
    : {
        cause: state.startsWith("Node") ? "file-system" : "driver",
        subject: refOf(claim),
        says: `The disk of claim ${claim.metadata.name} does not grow.`,
        evidence: facts(
          `it asks for ${asked} and has ${has}`,
          state !== "" && `state ${state}`,
          eventFact(the, failed),
        ),
        next: [
          {
            says: "Ask for a size that the type and the quota allow; less than before is allowed while it has not grown.",
          },
          { says: "See all that was said of it.", command: kubectl("describe", claim) },
        ],
      };
}

interface Sizes {
  readonly asked: string;
  readonly has: string;
  /** How far its growth is, such as ControllerResizeInfeasible; empty where it does not grow. */
  readonly state: string;
}

function sizesOf({ spec, status = {} }: Claim): Sizes {
  const { allocatedResourceStatuses = {}, capacity = {} } = status;
  const { requests = {} } = spec.resources ?? {};
  return {
    asked: requests.storage ?? "nothing",
    has: capacity.storage ?? "nothing",
    state: allocatedResourceStatuses.storage ?? "",
  };
}
