import { isGoing } from "../../../cluster/objects";
import { isReady } from "../../../cluster/pods";
import { conditionOf, lengthOf } from "../case/quotes";
import { refOf } from "../case/ref";
import { selects } from "../case/selector";
import { workloadPods } from "../case/pods";
import { refsOf } from "../finding";
import type { Case } from "../case/case";
import type { Budget, Node, Pod } from "../case/types";
import type { Indicator, Sign } from "../finding";

/** Seconds that a drain may wait for a budget. An upgrade of GKE waits for an hour, and then goes on without. */
const GRACE = 900;
/** Taint of a node that takes no pods. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-unschedulable */
const CORDONED = "node.kubernetes.io/unschedulable";

/** A node that is drained, and a budget that lets no pod of it go. */
export const budgetBlocks: Indicator = {
  id: "budget-blocks",
  title: "A drain or an upgrade of a node waits for a budget",
  severity: "high",
  runbook: "docs/runbooks/alerts/BudgetWithoutRoom.md",
  alerts: ["BudgetWithoutRoom"],
  find: (the) => {
    const pods = Map.groupBy(workloadPods(the), ({ spec }) => spec.nodeName ?? "");
    return the.nodes.flatMap((node) => {
      const cordoned = cordonedFor(the, node);
      return cordoned < GRACE
        ? []
        : (pods.get(node.metadata.name) ?? []).flatMap((pod) => signOf(the, node, pod, cordoned) ?? []);
    });
  },
};

function cordonedFor(the: Case, { spec }: Node): number {
  return the.since(spec?.taints?.find(({ key }) => key === CORDONED)?.timeAdded);
}

function signOf(the: Case, node: Node, pod: Pod, cordoned: number): Sign | undefined {
  const budgets = the.budgets.filter((budget) => isOf(budget, pod));
  // Two that take one pod are refused whatever they allow.
  const budget = budgets.length > 1 ? budgets[0] : budgets.find((one) => isClosed(the, one, pod));
  if (budget === undefined || isGoing(pod)) {
    return undefined;
  }
  const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = budget.status ?? {};
  const sick = workloadPods(the).filter((one) => isOf(budget, one) && one !== pod && !isReady(one));
  return {
    ...whyClosed(budget, budgets.length),
    subject: refOf(pod),
    says: `${pod.metadata.name} cannot leave node ${node.metadata.name}, which is cordoned: budget ${budget.metadata.name} lets no pod go.`,
    evidence: [
      `cordoned for ${lengthOf(cordoned)}`,
      `budget ${budget.metadata.name}: ${String(currentHealthy)} healthy, ${String(desiredHealthy)} needed, ${String(expectedPods)} expected`,
    ],
    waitsFor: refsOf(sick),
  };
}

/** Whether a budget has let no pod go for a while: it does so for a moment with every pod that moves. */
function isClosed(the: Case, budget: Budget, pod: Pod): boolean {
  const allowed = conditionOf(budget, "DisruptionAllowed");
  const { spec, status } = budget;
  const letsSickGo = spec.unhealthyPodEvictionPolicy === "AlwaysAllow" && !isReady(pod);
  return (
    status?.disruptionsAllowed === 0 &&
    !letsSickGo &&
    (allowed === undefined || (allowed.status === "False" && the.since(allowed.lastTransitionTime) >= GRACE))
  );
}

function whyClosed(budget: Budget, count: number): Pick<Sign, "cause" | "next"> {
  const where = `--namespace ${budget.metadata.namespace ?? ""}`;
  const { desiredHealthy = 0, expectedPods = 0 } = budget.status ?? {};
  if (count > 1) {
    return {
      cause: "two-budgets",
      next: [
        {
          says: "Two budgets take the same pod, which the eviction API always refuses: leave one.",
          command: `kubectl get poddisruptionbudgets ${where}`,
        },
      ],
    };
  }
  return desiredHealthy >= expectedPods
    ? {
        cause: "too-strict",
        next: [
          {
            says: "It never lets a pod go: set maxUnavailable to 1.",
            command: `kubectl describe poddisruptionbudget ${budget.metadata.name} ${where}`,
          },
        ],
      }
    : {
        cause: "sick-pods",
        next: [
          {
            says: "Mend the pods that are not ready; the drain goes on by itself.",
            command: `kubectl get pods ${where} --output wide`,
          },
        ],
      };
}

function isOf({ metadata, spec }: Budget, pod: Pod): boolean {
  // A selector that is missing takes nothing, and an empty one everything. Source: policy/v1 PodDisruptionBudgetSpec
  return (
    metadata.namespace === pod.metadata.namespace &&
    spec.selector !== undefined &&
    spec.selector !== null &&
    selects(spec.selector, pod.metadata.labels ?? {})
  );
}
