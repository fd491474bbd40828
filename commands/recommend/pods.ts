import { formatBytes, formatCpu, bytes, millicores } from "../../policy/facts/quantities";
import { MANAGED } from "./tool";
import type { Decision } from "./decision";
import type { Requirements } from "./requirements";

/** Members of the smallest group that keeps a majority when one is gone. */
export const QUORUM = 3;
/** Pods where nobody says how many. */
const USUAL: Readonly<Record<Requirements["data"], number>> = {
  replicated: QUORUM,
  single: 1,
  sessions: 3,
  cache: 2,
  "shared-files": 1,
  none: 1,
};

/** Number of pods. */
export function replicasOf({ data, replicas }: Requirements): number {
  return replicas ?? USUAL[data];
}

/** Tool, number of pods, order and budget. */
export function podDecisions(needs: Requirements): readonly Decision[] {
  return [tool(needs), number(needs), order(needs), budget(needs), scaling(needs)];
}

function tool({ data }: Requirements): Decision {
  const managed = MANAGED[data];
  return {
    topic: "Tool",
    choice: "a StatefulSet",
    because: "Every pod has data of its own, and finds it again under the same name.",
    rejected: [
      {
        what: "a Deployment with one claim",
        why: "All pods share it: a disk has one writer, and an update waits for itself.",
      },
      ...(managed === undefined
        ? []
        : [
            {
              what: managed,
              why: "Less work wherever it has what you need: backups, failover and upgrades are done for you. Think of it first.",
            },
          ]),
    ],
  };
}

function number(needs: Requirements): Decision {
  const pods = replicasOf(needs);
  const given = needs.replicas !== undefined;
  return {
    topic: "Pods",
    choice: String(pods),
    because: given ? "As required." : WHY[needs.data],
    rejected:
      needs.data === "replicated" && pods % 2 === 1
        ? [{ what: "an even number", why: "One more member that can fail, and not one more failure survived." }]
        : [],
    settings: workload(needs, { replicas: pods }),
  };
}

const WHY: Readonly<Record<Requirements["data"], string>> = {
  replicated: "The smallest group that keeps a majority while one member is gone.",
  single: "There is one writer.",
  sessions: "A beginning: one for each caller, so give the number with --replicas.",
  cache: "One may be gone while the other answers.",
  "shared-files": "",
  none: "",
};

function order({ data }: Requirements): Decision {
  return {
    topic: "Order of starts",
    choice: "all together (Parallel)",
    because: "Pods that wait for each other turn one bad pod into an outage of all.",
    rejected: [
      {
        what: "one after the other (OrderedReady)",
        why:
          data === "replicated"
            ? "Only for members that must join in order. If yours do, set podManagement."
            : "Nothing here depends on the order.",
      },
    ],
  };
}

function budget(needs: Requirements): Decision {
  const pods = replicasOf(needs);
  if (needs.data === "replicated" && pods >= QUORUM) {
    return {
      topic: "Budget",
      choice: `a majority stays: ${String(Math.floor(pods / 2) + 1)} of ${String(pods)}`,
      because: "Members vote, and without a majority none of them writes.",
      rejected: [{ what: "all stay", why: "No node could ever be drained or upgraded." }],
      settings: workload(needs, { budget: { quorum: true } }),
    };
  }
  return {
    topic: "Budget",
    choice: "one pod at a time (maxUnavailable 1, the default)",
    because:
      pods === 1
        ? "A single pod has to go when its node does; each time the service stops."
        : "Drains go on, and take one pod at a time.",
    rejected: [{ what: "all stay", why: "No node could ever be drained or upgraded." }],
  };
}

function scaling({ data }: Requirements): Decision {
  return {
    topic: "Scaling",
    choice: "the number of pods is fixed",
    because: "Nothing in the requirements changes it.",
    rejected: [
      {
        what: "a HorizontalPodAutoscaler",
        why:
          data === "sessions"
            ? "It removes the highest ordinals first, whoever uses them."
            : "A new member is empty, and a removed one takes its share of the data out of use.",
      },
    ],
  };
}

/** Where nobody has measured, what a pod asks for at first. */
const FIRST_GUESS = { cpu: "1", memory: "2Gi" } as const;
/** How far from the guess an autoscaler may recommend. */
const BOUNDS = { least: 1 / 2, most: 4 } as const;

/** CPU and memory of a pod. */
export function resourcesOf({ cpu = FIRST_GUESS.cpu, memory = FIRST_GUESS.memory }: Requirements): {
  cpu: string;
  memory: string;
} {
  return { cpu, memory };
}

/** Requests and limits, and how they become right. */
export function resourceDecision(needs: Requirements): Decision {
  const { cpu, memory } = resourcesOf(needs);
  const settings = {
    resources: { requests: { cpu, memory }, limits: { cpu: scaled(cpu, millicores, formatCpu, 2), memory } },
  };
  if (needs.cpu !== undefined && needs.memory !== undefined) {
    return {
      topic: "CPU and memory",
      choice: `${cpu} CPU, up to twice that, and ${memory}`,
      because: "As required. The memory limit is the request, so that no neighbour can run the node out of memory.",
      rejected: [
        {
          what: "a VerticalPodAutoscaler",
          why: "The figures are given. Switch it on in mode Off when you want them checked.",
        },
      ],
      settings: workload(needs, settings),
    };
  }
  return {
    topic: "CPU and memory",
    choice: `${cpu} CPU, up to twice that, and ${memory}, with a VerticalPodAutoscaler that only recommends (Off)`,
    because: "Nobody has measured yet. Recommendations cost nothing and restart nothing.",
    rejected: [{ what: "modes that act", why: "They restart pods, whose data then has to be found again." }],
    settings: workload(needs, {
      ...settings,
      verticalAutoscaler: {
        mode: "Off",
        min: around(cpu, memory, BOUNDS.least),
        max: around(cpu, memory, BOUNDS.most),
      },
    }),
  };
}

function around(cpu: string, memory: string, factor: number): { cpu: string; memory: string } {
  return { cpu: scaled(cpu, millicores, formatCpu, factor), memory: scaled(memory, bytes, formatBytes, factor) };
}

function scaled(
  text: string,
  read: (text: string) => number,
  write: (amount: number) => string,
  factor: number,
): string {
  return write(Math.ceil(read(text) * factor));
}

/** Settings of the workload. */
export function workload(
  { name }: Requirements,
  settings: NonNullable<Decision["settings"]>,
): NonNullable<Decision["settings"]> {
  return { workloads: { [name]: settings } };
}
