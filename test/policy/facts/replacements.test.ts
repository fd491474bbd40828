import assert from "node:assert/strict";
import { isWithin, replacesBy } from "../../../policy/facts/replacements";

describe("replacesBy", () => {
  for (const [type, path, replaces] of [
    ["gcp:container/cluster:Cluster", "location", true],
    ["gcp:container/cluster:Cluster", "ipAllocationPolicy.clusterSecondaryRangeName", true],
    ["gcp:container/cluster:Cluster", "releaseChannel.channel", false],
    ["gcp:container/nodePool:NodePool", "nodeConfig.spot", true],
    ["gcp:container/nodePool:NodePool", "nodeConfig.machineType", false],
    ["gcp:container/nodePool:NodePool", "nodeLocations[0]", false],
    ["gcp:projects/iAMMember:IAMMember", "role", true],
    ["random:index/randomId:RandomId", "keepers.zones", true],
    ["kubernetes:apps/v1:StatefulSet", "spec.volumeClaimTemplates[0].spec.resources", true],
    ["kubernetes:apps/v1:StatefulSet", "spec.template.spec.containers[0].image", false],
    ["kubernetes:apps/v1:StatefulSet", "metadata.namespace", true],
    ["kubernetes:example.com/v1:Thing", "metadata.name", true],
    ["kubernetes:example.com/v1:Thing", "spec.size", false],
    ["gcp:unheard/of:Of", "name", false],
  ] as const) {
    it(`says ${replaces ? "yes" : "no"} of ${path} of ${type}`, () => {
      assert.equal(replacesBy(type, path), replaces);
    });
  }

  it("takes no input for one whose name it begins with", () => {
    assert.equal(isWithin("spec.selectors", "spec.selector"), false);
    assert.equal(isWithin("spec.selector[0]", "spec.selector"), true);
    assert.equal(isWithin("rules[3].cidr.x", "rules[*].cidr"), true);
    assert.equal(isWithin("rules[3].cidrs", "rules[*].cidr"), false);
    assert.equal(isWithin('metadata.annotations["a.b/c"]', "metadata.*"), true);
    assert.equal(isWithin("metadata", "metadata.*"), false);
  });
});
