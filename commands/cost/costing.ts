import { UserError } from "../shared/user-error";
import { estimate } from "../../policy/cost/estimate";
import { loadPrices } from "../../policy/cost/prices";
import { strangeNames } from "../../policy/cost/usage-names";
import { fromPlan } from "../../policy/graph/from-plan";
import { ObjectGraph } from "../../policy/graph/graph";
import type { Plan } from "../plan/engine/plan";
import type { Estimate } from "../../policy/cost/estimate";
import type { CostFiles } from "./options";
import type { PriceTable } from "../../policy/cost/prices";
import type { Usage } from "../../policy/cost/usage";

/** What an estimate is made with. */
export interface Costing {
  /** List prices. */
  readonly prices: PriceTable;
  /** Usage of a month. */
  readonly usage: Usage;
}

/** Prices and usage, from files or those of this version. Errors: UserError that names file and key. */
export function readCosting({ prices, usage }: CostFiles): Costing {
  return {
    usage: usage === undefined ? {} : loadUsageFile().readUsage(usage),
    prices: prices === undefined ? loadPrices() : loadPricesFile().readPrices(prices),
  };
}

/** Loaded where there is such a file, as the next one: most plans have none, and their libraries take time. */
function loadUsageFile(): typeof import("./usage-file") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./usage-file") as typeof import("./usage-file");
}

function loadPricesFile(): typeof import("./prices-file") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./prices-file") as typeof import("./prices-file");
}

/** The objects of a plan. */
export function graphOfPlan({ resources }: Plan): ObjectGraph {
  return new ObjectGraph(fromPlan(resources));
}

/** Errors: UserError where the usage names something that none of the plans has. */
export function checkNames({ usage }: Costing, graphs: readonly ObjectGraph[]): void {
  const [strange] = strangeNames(usage, graphs);
  if (strange !== undefined) {
    const allowed = strange.allowed.length === 0 ? "the plan has none" : `there is ${strange.allowed.join(", ")}`;
    throw new UserError(
      `The usage has ${strange.key}.${strange.name}, and nothing is called that: ${allowed}. Change the name, or take it out.`,
    );
  }
}

/** What a plan costs a month. Errors: UserError where the usage names something that it does not have. */
export function costOfPlan(plan: Plan, costing: Costing): Estimate {
  const graph = graphOfPlan(plan);
  checkNames(costing, [graph]);
  return estimate({ graph, ...costing });
}
