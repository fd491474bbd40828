import { hasRegionalDisks, lostMinutes, TWO_ZONES_FROM, unmetOperations, zoneCount } from "./places";
import { QUORUM, replicasOf } from "./pods";
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

/** A recovery time that Kubernetes alone does not keep. */
function isUrgent({ rto }: Requirements): boolean {
  return rto !== undefined && rto < FAILOVER_MINUTES.without;
}

function failover(needs: Requirements): Decision {
  return hasRegionalDisks(needs)
    ? {
        topic: "Lost nodes",
        choice: "the Stateful HA operator moves the pod (the default with regional disks)",
        because: `Kubernetes alone takes ${String(FAILOVER_MINUTES.without)} minutes or more until it lets go of the disk, and does not let go of a lost zone's before the zone is back; about ${String(FAILOVER_MINUTES.with)} minutes with it.`,
        rejected: [
          {
            what: "to wait for Kubernetes",
            why: "A regional disk is paid for twice so that its pod can move at once.",
          },
        ],
      }
    : {
        topic: "Lost nodes",
        choice: "Kubernetes moves the pod, after eight minutes or more",
        because: isUrgent(needs)
          ? "Nothing else can: the operator moves regional disks only."
          : "Nothing asks for less.",
        rejected: [],
      };
}

/** Requirements that nothing here meets, and what would. */
export function unmetBy(needs: Requirements): readonly string[] {
  return [...unmetMembers(needs), ...unmetAvailability(needs), ...unmetRecovery(needs), ...unmetOperations(needs)];
}

/** Numbers of pods that do not go with the kind of data. */
function unmetMembers(needs: Requirements): readonly string[] {
  const pods = replicasOf(needs);
  if (needs.data === "single" && pods > 1) {
    return [
      `${String(pods)} pods: one writer without copies has one. ${String(pods)} would be ${String(pods)} separate ones behind one name. If they keep copies of each other's data, say --data replicated.`,
    ];
  }
  if (needs.data !== "replicated" || (pods >= QUORUM && pods % 2 === 1)) {
    return [];
  }
  return pods < QUORUM
    ? [`${String(pods)} members: no majority is left when one is gone. Take ${String(QUORUM)} or 5.`]
    : [`${String(pods)} members: no more may be gone than of ${String(pods - 1)}. Take an odd number.`];
}

function unmetAvailability(needs: Requirements): readonly string[] {
  const { availability, data } = needs;
  const lost = `Availability ${String(availability)} %: ${lostMinutes(availability).toFixed(0)} minutes a month may be lost, and`;
  if (availability > REGIONAL_CONTROL_PLANE) {
    return [
      `Availability ${String(availability)} %: Google promises ${String(REGIONAL_CONTROL_PLANE)} % for the control plane of one cluster. More takes clusters in several regions and data that is copied between them.`,
    ];
  }
  if (availability >= TWO_ZONES_FROM && zoneCount(needs) === 1) {
    return [`${lost} one outage of the only zone uses them up. Take two (--zones 2).`];
  }
  const isAlone = data !== "replicated" && replicasOf(needs) === 1;
  return isAlone && availability > TWO_ZONES_FROM
    ? [
        `${lost} a single pod stops whenever its node is upgraded or lost. Use data that members keep copies of (--data replicated), or a managed service.`,
      ]
    : [];
}

function unmetRecovery(needs: Requirements): readonly string[] {
  return [...unmetPoint(needs), ...unmetTime(needs)];
}

function unmetPoint(needs: Requirements): readonly string[] {
  const { rpo } = needs;
  if (rpo === MAY_BE_LOST || rpo >= SHORTEST_RPO) {
    return [];
  }
  const disks = hasRegionalDisks(needs) ? "regional disks lose nothing with a zone or a node, but against" : "against";
  return [
    `Recovery point ${minutes(rpo)}: ${disks} deletion and broken data, backups come every ${String(SHORTEST_RPO)} minutes. Ship the log of the database besides, if it has one.`,
  ];
}

function unmetTime(needs: Requirements): readonly string[] {
  const { rto } = needs;
  if (rto === undefined || !isUrgent(needs)) {
    return [];
  }
  const head = `Recovery time ${minutes(rto)}:`;
  if (!hasRegionalDisks(needs)) {
    return [
      `${head} a pod whose node or zone is lost is away for ${String(FAILOVER_MINUTES.without)} minutes or more, or until the zone is back. Only regional disks, in two zones, can be moved sooner.`,
    ];
  }
  if (rto >= FAILOVER_MINUTES.with) {
    return [];
  }
  return needs.data === "replicated"
    ? [
        `${head} a lost node is not felt, but one of two zones holds two of three members, and without it there is no majority for about ${String(FAILOVER_MINUTES.with)} minutes.`,
      ]
    : [
        `${head} one writer takes about ${String(FAILOVER_MINUTES.with)} to move. Use data that members keep copies of (--data replicated).`,
      ];
}

function minutes(count: number): string {
  return count === 1 ? "1 minute" : `${String(count)} minutes`;
}
