import { clusterCostAllocation } from "../../../policy/rules/cluster-cost-allocation";
import { ruleTest } from "../../support/rules";

ruleTest(clusterCostAllocation, {});
