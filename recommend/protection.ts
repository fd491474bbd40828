import { hasRegionalDisks, isProduction, lostMinutes } from "./places";
import { replicasOf, workload } from "./pods";
import { MAY_BE_LOST } from "./requirements";
import type { Decision } from "./decision";
import type { Requirements } from "./requirements";

/** Shortest recovery point of Backup for GKE, in minutes. Source: @pulumi/gcp gkebackup.BackupPlan. */
const SHORTEST_RPO = 60;
/** A day, which is the recovery point of a stack that says nothing. Source: config/platform.ts. */
const DAY = 1440;
/** Minutes until a pod of a lost node runs elsewhere, without and with the Stateful HA operator. Source: https://cloud.google.com/kubernetes-engine/docs/how-to/stateful-ha */
const FAILOVER_MINUTES = { without: 8, with: 2 } as const;
/** The most that Google promises for a control plane, in percent. Source: https://cloud.google.com/kubernetes-engine/sla */
const REGIONAL_CONTROL_PLANE = 99.95;

/** Backup and failover. */
export function protectionDecisions(needs: Requirements): readonly Decision[] {
  return [backup(needs), failover(needs)];
}

function backup({ rpo }: Requirements): Decision {
  if (rpo === MAY_BE_LOST) {
    return {
      topic: "Backup",
      choice: "none",
      because: "The data may be lost.",
      rejected: [],
      settings: { backup: { enabled: false } },
    };
  }
  const minutes = Math.max(rpo, SHORTEST_RPO);
  const isDaily = minutes >= DAY;
  return {
    topic: "Backup",
    choice: isDaily ? "once a day (the default), kept 14 days" : `every ${String(minutes)} minutes, kept 14 days`,
    because:
      rpo < SHORTEST_RPO
        ? `As often as Backup for GKE can. Against deletion and broken data it loses up to ${String(SHORTEST_RPO)} minutes.`
        : "As the recovery point asks.",
    rejected: [
      { what: "regional disks alone", why: "What is deleted or broken in one zone is so in the other." },
      { what: "a lock against deletion (backup.deleteLockDays)", why: "Nothing asks for it, and nobody can undo it." },
    ],
    ...(!isDaily && { settings: { backup: { rpoMinutes: minutes } } }),
  };
}

function needsFailover(needs: Requirements): boolean {
  const isSlow = needs.rto !== undefined && needs.rto < FAILOVER_MINUTES.without;
  return isSlow && needs.data !== "replicated" && hasRegionalDisks(needs);
}

function failover(needs: Requirements): Decision {
  return needsFailover(needs)
    ? {
        topic: "Lost nodes",
        choice: "the Stateful HA operator moves the pod",
        because: `Kubernetes alone takes ${String(FAILOVER_MINUTES.without)} minutes or more until it lets go of the disk; about ${String(FAILOVER_MINUTES.with)} with it.`,
        rejected: [],
        settings: workload(needs, { failover: {} }),
      }
    : {
        topic: "Lost nodes",
        choice: "Kubernetes moves the pod",
        because:
          needs.data === "replicated"
            ? "The other members answer meanwhile."
            : "Nothing asks for less than the eight minutes or more that it takes.",
        rejected: [{ what: "the Stateful HA operator", why: "One more part that can take pods away by force." }],
      };
}

/** Requirements that nothing here meets, and what would. */
export function unmetBy(needs: Requirements): readonly string[] {
  return [...unmetAvailability(needs), ...unmetRecovery(needs)];
}

function unmetAvailability(needs: Requirements): readonly string[] {
  const { availability, data } = needs;
  if (availability > REGIONAL_CONTROL_PLANE) {
    return [
      `Availability ${String(availability)} %: Google promises ${String(REGIONAL_CONTROL_PLANE)} % for the control plane of one cluster. More takes clusters in several regions and data that is copied between them.`,
    ];
  }
  const isAlone = data !== "replicated" && replicasOf(needs) === 1;
  return isAlone && availability > 99.9
    ? [
        `Availability ${String(availability)} %: ${lostMinutes(availability).toFixed(0)} minutes a month may be lost, and a single pod stops whenever its node is upgraded or lost. Use data that members keep copies of (--data replicated), or a managed service.`,
      ]
    : [];
}

function minutes(count: number): string {
  return count === 1 ? "1 minute" : `${String(count)} minutes`;
}

function unmetRecovery(needs: Requirements): readonly string[] {
  const { data, rpo, rto } = needs;
  const unmet: string[] = [];
  if (rpo !== MAY_BE_LOST && rpo < SHORTEST_RPO) {
    unmet.push(
      `Recovery point ${minutes(rpo)}: ${hasRegionalDisks(needs) ? "regional disks lose nothing with a zone or a node, but" : ""} against deletion and broken data backups come every ${String(SHORTEST_RPO)} minutes. Ship the log of the database besides, if it has one.`.replace(
        /: {2}/,
        ": ",
      ),
    );
  }
  if (rto !== undefined && data !== "replicated" && isProduction(needs) && rto < FAILOVER_MINUTES.with) {
    unmet.push(
      `Recovery time ${minutes(rto)}: one writer takes about ${String(FAILOVER_MINUTES.with)} to move. Use data that members keep copies of (--data replicated).`,
    );
  }
  return unmet;
}
