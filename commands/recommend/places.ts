import { bytes, formatBytes, GIB } from "../../policy/facts/quantities";
import { workload } from "./pods";
import { MAY_BE_LOST } from "./requirements";
import type { Decision } from "./decision";
import type { Requirements } from "./requirements";

/** Availability that Google promises for the control plane of a zonal cluster, in percent. Source: https://cloud.google.com/kubernetes-engine/sla */
const ZONAL_CONTROL_PLANE = 99.5;
/** Minutes of a month of 30 days. */
const MONTH_MINUTES = 30 * 24 * 60;
/** From this share on, an hour without a zone is more than a month may lose. */
export const TWO_ZONES_FROM = 99.9;
/** Least size of the disks chosen here, GiB. Source: https://cloud.google.com/compute/docs/disks/performance */
const MIN_DISK_GIB = 10;
/** Classes that every GKE cluster has. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/storage-overview */
const GKE_CLASSES = { "pd-balanced": "standard-rwo", "pd-ssd": "premium-rwo" } as const;
/** Months of growth that a disk has room for at first. */
const MONTHS_AHEAD = 3;
/** Operations a second for each GiB. Source: https://cloud.google.com/compute/docs/disks/performance */
const IOPS_PER_GIB = { "pd-balanced": 6, "pd-ssd": 30 } as const;

type DiskType = keyof typeof IOPS_PER_GIB;

/** Whether losing the data, or the service for long, matters. */
export function isProduction({ availability, rpo }: Requirements): boolean {
  return rpo !== MAY_BE_LOST || availability > ZONAL_CONTROL_PLANE;
}

/** Number of zones. */
export function zoneCount(needs: Requirements): number {
  return needs.zones ?? (isProduction(needs) ? 2 : 1);
}

/** Guard rails, zones, control plane and disks. */
export function placeDecisions(needs: Requirements): readonly Decision[] {
  return [environment(needs), zones(needs), controlPlane(needs), diskForm(needs), diskType(needs), diskSize(needs)];
}

function environment(needs: Requirements): Decision {
  return isProduction(needs)
    ? {
        topic: "Guard rails",
        choice: "prod",
        because: needs.rpo === MAY_BE_LOST ? "The service has to answer." : "The data counts.",
        rejected: [{ what: "dev", why: "It allows what loses data." }],
        settings: { environment: "prod" },
      }
    : {
        topic: "Guard rails",
        choice: "dev, and nothing is protected from deletion",
        because: "The data may be lost, and the service may be gone for a while.",
        rejected: [
          {
            what: "prod",
            why: "Protection, retained disks and backups cost money and care, and nothing here needs them.",
          },
        ],
        settings: { environment: "dev", deletionProtection: false },
      };
}

/** Minutes a month in which a service may be gone. */
export function lostMinutes(availability: number): number {
  return ((100 - availability) / 100) * MONTH_MINUTES;
}

/** Regions whose third zone is d; elsewhere it is a. Source: https://cloud.google.com/compute/docs/regions-zones */
const WITHOUT_ZONE_A: readonly string[] = ["europe-west1", "us-east1"];

/** Zones of a region: b and c are in every one. */
function zonesOf({ region }: Requirements, count: number): readonly string[] {
  const letters = ["b", "c", WITHOUT_ZONE_A.includes(region) ? "d" : "a"];
  return letters.slice(0, count).map((letter) => `${region}-${letter}`);
}

function zones(needs: Requirements): Decision {
  const count = zoneCount(needs);
  const names = zonesOf(needs, count);
  return {
    topic: "Zones",
    choice: `${names.join(", ")}; others of the region do as well (gcloud compute zones list)`,
    because: needs.zones === undefined ? zonesBecause(needs, count) : "As required.",
    rejected:
      count === 2
        ? [
            {
              what: "three zones",
              why: "A regional disk lives in exactly two; pods in the third could not reach theirs.",
            },
          ]
        : [],
    settings: { zones: names },
  };
}

function zonesBecause({ availability }: Requirements, count: number): string {
  if (count === 1) {
    return "Nothing asks for more, and traffic within a zone is free.";
  }
  const minutes = lostMinutes(availability).toFixed(0);
  return availability >= TWO_ZONES_FROM
    ? `${minutes} minutes a month may be lost: one outage of a zone would use them up.`
    : "A lost zone must not take the data along.";
}

function controlPlane(needs: Requirements): Decision {
  const { availability } = needs;
  if (isProduction(needs)) {
    return {
      topic: "Control plane",
      choice: "in three zones (regional, the default)",
      because:
        availability > ZONAL_CONTROL_PLANE
          ? `Google promises ${String(ZONAL_CONTROL_PLANE)} % for one in a single zone, and ${String(availability)} % is asked for.`
          : "Without one, nothing moves the pods of a lost zone.",
      rejected: [
        {
          what: "one in a single zone",
          why: "It goes with its zone. The price is the same, but for the one zonal cluster of a billing account that is free.",
        },
      ],
    };
  }
  return {
    topic: "Control plane",
    choice: "in one zone",
    because: `Google promises ${String(ZONAL_CONTROL_PLANE)} % for it, which is enough. Pods go on running while it is away.`,
    rejected: [{ what: "a regional one", why: "Nothing asks for it; one zonal cluster of a billing account is free." }],
    settings: { cluster: { regional: false } },
  };
}

/** Whether every disk lives in two zones. */
export function hasRegionalDisks(needs: Requirements): boolean {
  return isProduction(needs) && zoneCount(needs) === 2;
}

function diskForm(needs: Requirements): Decision {
  if (hasRegionalDisks(needs)) {
    return {
      topic: "Disks",
      choice: "each in two zones (regional), kept when their claim is deleted",
      because: REGIONAL_BECAUSE[needs.data] ?? "The pods of a lost zone start in the other one, on their own disks.",
      rejected: [
        { what: "disks in one zone", why: "Half the price, and a lost zone takes them along until it is back." },
      ],
    };
  }
  if (isProduction(needs)) {
    return {
      topic: "Disks",
      choice: "each in one zone, kept when their claim is deleted",
      because:
        zoneCount(needs) === 1
          ? "You asked for one zone, and a regional disk lives in two."
          : "A regional disk lives in exactly two zones. Members are held apart over the three instead, each with a disk in its own, so that a lost zone takes one of them.",
      rejected: [],
      settings: { storage: { regional: false } },
    };
  }
  return {
    topic: "Disks",
    choice: `GKE's own class ${GKE_CLASSES[diskTypeFor(needs)]}: each in one zone, deleted with their claim`,
    because: "The data may be lost, and a class that is there needs no care.",
    rejected: [
      { what: "a class of the stack's own, with regional disks", why: "Twice the price, to keep what may be lost." },
    ],
    settings: {
      storage: {
        create: false,
        className: GKE_CLASSES[diskTypeFor(needs)],
        snapshotClass: { deletionPolicy: "Delete" },
      },
    },
  };
}

const REGIONAL_BECAUSE: Readonly<Partial<Record<Requirements["data"], string>>> = {
  replicated:
    "Of three members, one of two zones holds two: without their disks, its loss would end the majority. With them they start in the other zone.",
};

/** GiB of each disk: today's data and some months of growth. */
function diskGiB({ growth, size }: Requirements): number {
  const wanted = bytes(size) + (growth === "0" ? 0 : bytes(growth) * MONTHS_AHEAD);
  return Math.max(MIN_DISK_GIB, Math.ceil(wanted / GIB));
}

/** Operations a second that a disk of the chosen size gives by its size alone. */
function operationsOf(type: DiskType, needs: Requirements): number {
  return IOPS_PER_GIB[type] * diskGiB(needs);
}

/** The cheapest type that is fast enough at a size, or else the fastest. */
function diskTypeFor(needs: Requirements): DiskType {
  const { data, iops } = needs;
  if (iops === undefined) {
    return data === "sessions" || data === "cache" || !isProduction(needs) ? "pd-balanced" : "pd-ssd";
  }
  return operationsOf("pd-balanced", needs) >= iops ? "pd-balanced" : "pd-ssd";
}

/** Whether the operations that are asked for are more than the size alone gives. */
export function unmetOperations(needs: Requirements): readonly string[] {
  const { iops = 0 } = needs;
  const given = operationsOf(diskTypeFor(needs), needs);
  return iops <= given
    ? []
    : [
        `${String(iops)} operations a second: a disk of ${String(diskGiB(needs))}Gi gives ${String(given)} by its size. Each machine adds a baseline and sets a limit, which are not known here: https://cloud.google.com/compute/docs/disks/performance. A larger disk is faster.`,
      ];
}

function diskType(needs: Requirements): Decision {
  const type = diskTypeFor(needs);
  const { iops } = needs;
  const rate = (one: DiskType): string => `${String(IOPS_PER_GIB[one])} operations a second for each GiB`;
  const isDefault = type === "pd-ssd" || !isProduction(needs);
  const storage = isDefault ? {} : { settings: { storage: { className: "balanced", diskType: type } } };
  return {
    topic: "Disk type",
    choice: type,
    because:
      iops === undefined
        ? type === "pd-ssd"
          ? "Databases wait for their disk. Give --iops to decide by numbers."
          : "Nothing asks for more. Give --iops to decide by numbers."
        : `${String(iops)} operations a second are asked for, and it gives ${rate(type)}.`,
    rejected:
      type === "pd-ssd"
        ? [{ what: "pd-balanced", why: `Cheaper, with ${rate("pd-balanced")}.` }]
        : [{ what: "pd-ssd", why: `Dearer, with ${rate("pd-ssd")}.` }],
    ...storage,
  };
}

function diskSize(needs: Requirements): Decision {
  const size = formatBytes(diskGiB(needs) * GIB);
  const growth = needs.growth === "0" ? "" : ` and ${String(MONTHS_AHEAD)} months of growth`;
  return {
    topic: "Size",
    choice: `${size} for each pod`,
    because: `${needs.size} today${growth}, and no disk is smaller than ${String(MIN_DISK_GIB)}Gi.`,
    rejected: [{ what: "more from the start", why: "Disks grow while they are in use, and never shrink." }],
    settings: workload(needs, { volumes: { data: { size, mountPath: needs.mountPath } } }),
  };
}
