import assert from "node:assert/strict";
import { managedRules, operatorRules } from "../../monitoring/kubernetes";
import { ruleGroups } from "../../monitoring/rules";

const PLACE = { name: "alerts", namespace: "shop" };
const GROUPS = ruleGroups("full");

describe("objects with rules", () => {
  it("of managed Prometheus: what is about volumes is not in a Rules, which sees its namespace only", () => {
    const [rules, cluster] = managedRules(GROUPS, PLACE);
    assert.deepEqual(rules?.metadata, PLACE);
    assert.deepEqual(cluster?.metadata, { name: "shop-alerts" });
    assert.deepEqual([rules.kind, cluster.kind], ["Rules", "ClusterRules"]);
    assert.doesNotMatch(JSON.stringify(rules), /kube_persistentvolume_|kube_volumeattachment_/);
    assert.match(JSON.stringify(cluster), /kube_persistentvolume_status_phase/);
    assert.equal(rules.spec.groups.length + cluster.spec.groups.length, GROUPS.length);
  });

  it("of the operator: all of them in one", () => {
    const [rule, ...rest] = operatorRules(GROUPS, PLACE);
    assert.deepEqual(rest, []);
    assert.equal(rule?.kind, "PrometheusRule");
    assert.deepEqual(rule.spec.groups, GROUPS);
  });
});
