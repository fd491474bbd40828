import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { differs, plainInputs, settledInputs, UNKNOWN_INPUT } from "../../../components/guard/differences";
import { workloadFacts } from "../../../components/guard/workload-facts";
import { replacingKeys } from "../../../components/guard/workload-refusals";
import { namespaceFacts, namespaceRefusals } from "../../../components/guard/namespace-refusals";

const set = (namespace: unknown, storageClassName: unknown): Readonly<Record<string, unknown>> => ({
  metadata: { name: "db", namespace },
  spec: {
    selector: { matchLabels: { app: "db" } },
    volumeClaimTemplates: [
      { metadata: { name: "data" }, spec: { storageClassName, resources: { requests: { storage: "20Gi" } } } },
    ],
  },
});

describe("the guard of the data, with outputs for inputs", () => {
  it("reads outputs that are known, such as those of another stack", async () => {
    const willBe = await settledInputs({ metadata: { name: pulumi.output("new") } });
    const refusals = namespaceRefusals(namespaceFacts({ metadata: { name: "old" } }), namespaceFacts(willBe));
    assert.match(refusals.join(), /namespace\.name is "new": must stay "old"/);
  });

  it("takes what is secret for unchanged, and repeats nothing of it", async () => {
    const inputs = set("shop", pulumi.secret("fast"));
    for (const willBe of [await settledInputs(inputs), plainInputs(inputs)]) {
      assert.deepEqual(replacingKeys(workloadFacts(set("shop", "fast")), workloadFacts(willBe)), []);
      assert.ok(!JSON.stringify(willBe).includes("fast"));
    }
    assert.equal(differs(plainInputs(pulumi.secret("x")), plainInputs(pulumi.secret("x"))), false);
  });

  it("compares what is known beside what is not", () => {
    const was = workloadFacts(set("shop", "fast"));
    assert.deepEqual(replacingKeys(was, workloadFacts(set(UNKNOWN_INPUT, UNKNOWN_INPUT))), []);
    assert.deepEqual(replacingKeys(was, workloadFacts(set("shop", "slow"))), ["volumes"]);
    assert.deepEqual(replacingKeys(was, workloadFacts(set("other", "fast"))), ["namespace"]);
  });
});
