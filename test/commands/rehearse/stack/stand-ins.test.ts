import assert from "node:assert/strict";
import { manifestsOf } from "../../../../commands/plan/engine/manifests";
import { described, standInsFor } from "../../../../commands/rehearse/stack/stand-ins";
import { planWith } from "../../../support/stacks";
import type { Changes } from "../../../support/stacks";
import type { StandIns } from "../../../../commands/rehearse/stack/stand-ins";

const forStack = async (changes: Changes): Promise<StandIns> =>
  standInsFor(manifestsOf(await planWith("prod", changes)));

describe("what stands for things that a cluster has", () => {
  it("is nothing where the stack makes all that it uses", async () => {
    const standIns = await forStack({});
    assert.deepEqual(standIns, { namespaces: [], classes: [], priorities: [], runtimes: [] });
    assert.deepEqual(described(standIns), []);
  });

  it("is a namespace, a class and a priority that the stack only names, and is said", async () => {
    const standIns = await forStack({
      namespace: { create: false },
      storage: { create: false, className: "theirs" },
      "@.priorityClassName": "important",
      "@.runtimeClass": "kata",
    });
    assert.deepEqual(standIns, {
      namespaces: ["stateful"],
      classes: ["theirs"],
      priorities: ["important"],
      runtimes: ["kata"],
    });
    assert.deepEqual(
      described(standIns).map((line) => line.split(",")[0]),
      ["namespace stateful", "priority class important", "runtime class kata", "class theirs"],
    );
  });
});
