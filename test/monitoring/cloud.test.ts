import assert from "node:assert/strict";
import { cloudPolicies } from "../../monitoring/cloud";
import { isAlert, ruleGroups } from "../../monitoring/rules";
import { scoped } from "../../monitoring/scope";

const CLUSTER = { name: "prod", location: "europe-west1", project: "my-project" };
const GROUPS = scoped(ruleGroups("full"), { namespace: "shop", cluster: CLUSTER });
const POLICIES = cloudPolicies(GROUPS, "prod/shop");
const policy = (id: string): (typeof POLICIES)[number] => POLICIES.find((one) => one.id === id)!;

describe("alerting policies", () => {
  it("are one for each alert, each with a name of its own", () => {
    const alerts = GROUPS.flatMap(({ rules }) => rules.filter(isAlert));
    assert.equal(POLICIES.length, alerts.length);
    assert.equal(new Set(POLICIES.map(({ id }) => id)).size, POLICIES.length);
  });

  it("wait and look as often as the rules do, in the API's seconds", () => {
    const { condition } = policy("VolumeFillingUp");
    assert.equal(condition.duration, "3600s");
    assert.equal(condition.evaluationInterval, "60s");
    assert.equal(policy("VolumeWithoutClaim").condition.duration, "86400s");
    assert.equal(policy("ContainerOutOfMemory").condition.duration, "0s");
    POLICIES.forEach(({ condition: { evaluationInterval } }) => {
      assert.equal(Number.parseInt(evaluationInterval, 10) % 30, 0, "the API takes multiples of 30 seconds");
    });
  });

  it("work out what Prometheus would have recorded", () => {
    const { query } = policy("StatefulSetErrorBudgetBurn-6h").condition;
    assert.doesNotMatch(query, /namespace_statefulset:/);
    assert.match(query, /sum_over_time\(\([^]*clamp_min\([^]*\)\[6h:1m\]\) \/ 360 > 6 \* 0\.001/);
    assert.match(query, /\)\[30m:1m\]\) \/ 30 > 6 \* 0\.001/);
    assert.match(query, /unless\s+\(max by/);
    assert.match(
      query,
      /kube_statefulset_replicas\{project_id="my-project", location="europe-west1", cluster="prod", namespace="shop"\}/,
    );
  });

  it("speak of labels and values as Cloud Monitoring does", () => {
    const { documentation } = policy("VolumeAlmostFull");
    assert.equal(
      documentation.subject,
      "Volume ${metric_or_resource.label.namespace}/${metric_or_resource.label.persistentvolumeclaim} is almost full.",
    );
    assert.match(
      documentation.content,
      /^\$\{metric\.label\.value\} \(1 is all\) of it is free\.\n\nRunbook: docs\/runbooks\//,
    );
    assert.match(policy("SnapshotOverdue").documentation.content, /is \$\{metric\.label\.value\} seconds old/);
    POLICIES.forEach((one) => {
      assert.doesNotMatch(JSON.stringify(one.documentation), /\{\{/);
      assert.ok(one.documentation.content.length < 8192, "the API's limit");
    });
  });

  it("tell somebody of what is critical and of warnings, and only show the rest", () => {
    assert.deepEqual(
      POLICIES.filter(({ severity }) => severity === undefined).map(({ id }) => id),
      ["ContainerThrottled", "VolumeWithoutClaim", "QuotaAlmostUsedUp"],
    );
    assert.equal(policy("ClaimLost").severity, "CRITICAL");
    assert.equal(policy("PodNotReady").severity, "WARNING");
    assert.equal(policy("VolumeWithoutClaim").severity, undefined);
  });
});
