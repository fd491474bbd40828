import assert from "node:assert/strict";
import {
  grownVolumes,
  isSmaller,
  replacingKeys,
  workloadNotes,
  workloadRefusals,
} from "../../../components/guard/workload-refusals";
import type { VolumeFacts, WorkloadFacts } from "../../../components/guard/workload-facts";

const volume = (size: string, className = "fast"): VolumeFacts => ({ size, className });

/** Volumes, and the templates that they are written as. */
function withVolumes(volumes: WorkloadFacts["volumes"]): Pick<WorkloadFacts, "volumes" | "templates"> {
  return { volumes, templates: Object.entries(volumes) };
}

/** A workload that is up. */
const WAS: WorkloadFacts = {
  name: "db",
  namespace: "shop",
  cluster: "one",
  labels: { app: "db" },
  serviceName: "db-headless",
  podManagement: "Parallel",
  replicas: 3,
  otherScaler: false,
  ...withVolumes({ data: volume("20Gi"), logs: volume("10Gi"), old: volume("5Gi") }),
  deletesScaled: false,
  deletesWithSet: false,
  partition: 0,
  updatesByHand: false,
  orphansPods: true,
};

interface Change {
  readonly to: (facts: WorkloadFacts) => Partial<WorkloadFacts>;
  /** What is refused about it by itself. */
  readonly refuses?: RegExp;
  /** It replaces the set. */
  readonly replaces?: true;
}

const setVolume = ({ volumes }: WorkloadFacts, name: string, change: Partial<VolumeFacts>): Partial<WorkloadFacts> =>
  withVolumes({ ...volumes, [name]: { ...volume("1Gi"), ...volumes[name], ...change } });

/** Every field that cannot change, or that much hangs on. */
const CHANGES: Readonly<Record<string, Change>> = {
  namespace: {
    to: () => ({ namespace: "other" }),
    refuses: /namespace\.name is "other": must stay "shop"/,
    replaces: true,
  },
  cluster: { to: () => ({ cluster: "two" }), refuses: /would leave the cluster one for two/ },
  labels: { to: () => ({ labels: { app: "other" } }), refuses: /\.labels is .*must stay/, replaces: true },
  serviceName: { to: () => ({ serviceName: "other" }), replaces: true },
  podManagement: { to: () => ({ podManagement: "OrderedReady" }), replaces: true },
  "a volume that grows": { to: (facts) => setVolume(facts, "data", { size: "30Gi" }), replaces: true },
  "a volume that shrinks": {
    to: (facts) => setVolume(facts, "logs", { size: "9Gi" }),
    refuses: /volumes\.logs\.size is 9Gi: must not be below 10Gi/,
    replaces: true,
  },
  "a volume more": { to: (facts) => setVolume(facts, "more", {}), replaces: true },
  "a volume less": {
    to: ({ volumes }) => withVolumes(Object.fromEntries(Object.entries(volumes).filter(([name]) => name !== "old"))),
    refuses: /volumes\.old is gone/,
    replaces: true,
  },
  "volumes in another order": {
    to: ({ volumes }) => withVolumes(Object.fromEntries(Object.entries(volumes).toReversed())),
    replaces: true,
  },
  "another class": { to: (facts) => setVolume(facts, "data", { className: "slow" }), replaces: true },
  "more replicas": { to: () => ({ replicas: 5 }) },
  "fewer replicas": { to: () => ({ replicas: 1 }) },
  "replicas given away": { to: () => ({ otherScaler: true }) },
  "claims deleted when scaled": { to: () => ({ deletesScaled: true }) },
  "claims deleted with the set": { to: () => ({ deletesWithSet: true }) },
  "a partition": { to: () => ({ partition: 2 }) },
};

const changed = (facts: WorkloadFacts, ...changes: readonly Change[]): WorkloadFacts =>
  changes.reduce((now, { to }) => ({ ...now, ...to(now) }), facts);

/** What two changes together must be refused for. */
function expected(names: readonly string[]): readonly RegExp[] {
  const changes = names.map((name) => CHANGES[name]!);
  const isReplaced = changes.some(({ replaces }) => replaces);
  return [
    ...changes.flatMap(({ refuses }) => refuses ?? []),
    ...(isReplaced && names.includes("replicas given away") ? [/replicas must come from the program/] : []),
    ...(names.includes("claims deleted when scaled") && names.includes("fewer replicas")
      ? [/must not change together/]
      : []),
  ];
}

function assertRefused(refusals: readonly string[], wanted: readonly RegExp[]): void {
  assert.equal(refusals.length, wanted.length, refusals.join("\n"));
  for (const pattern of wanted) {
    assert.ok(
      refusals.some((one) => pattern.test(one)),
      `${String(pattern)} in:\n${refusals.join("\n")}`,
    );
  }
  for (const refusal of refusals) {
    assert.match(refusal, /^gke-stateful:/, "it names the key");
  }
}

describe("what a workload is refused", () => {
  it("is nothing where nothing changes", () => {
    assert.deepEqual(workloadRefusals(WAS, WAS), []);
    assert.deepEqual(workloadNotes(WAS, WAS), []);
  });

  for (const [index, one] of Object.keys(CHANGES).entries()) {
    it(`for ${one}`, () => {
      const willBe = changed(WAS, CHANGES[one]!);
      assertRefused(workloadRefusals(WAS, willBe), expected([one]));
      assert.equal(replacingKeys(WAS, willBe).length > 0, CHANGES[one]!.replaces === true);
    });
    for (const other of Object.keys(CHANGES).slice(index + 1)) {
      it(`for ${one}, together with ${other}`, () => {
        const names = [one, other];
        const willBe = changed(WAS, ...names.map((name) => CHANGES[name]!));
        const wanted = names.includes("more replicas") && names.includes("fewer replicas") ? [] : expected(names);
        assertRefused(workloadRefusals(WAS, willBe), wanted);
      });
    }
  }

  for (const [name, change] of Object.entries(CHANGES).filter(([, { replaces }]) => replaces)) {
    it(`for ${name}, which replaces the set, while another scaler had the number`, () => {
      const was = { ...WAS, otherScaler: true };
      for (const otherScaler of [true, false]) {
        const refusals = workloadRefusals(was, { ...changed(was, change), otherScaler });
        assert.ok(refusals.some((one) => one.includes("replicas must come from the program")));
      }
    });

    it(`for ${name}, which replaces the set, where its pods would go with it`, () => {
      const refusals = workloadRefusals({ ...WAS, orphansPods: false }, changed(WAS, change));
      assert.ok(refusals.some((one) => one.includes("all pods would be stopped at once. Undo")));
      const claims = workloadRefusals({ ...WAS, orphansPods: false, deletesWithSet: true }, changed(WAS, change));
      assert.ok(claims.some((one) => one.includes("and all of its claims with them")));
    });
  }

  it("for leaving the program with pods, or with a number that others set", () => {
    assertRefused(workloadRefusals(WAS, undefined), [
      /workloads\.db would be gone, and it has 3 replicas.*replicas: 0/,
    ]);
    assertRefused(workloadRefusals({ ...WAS, replicas: 0, otherScaler: true }, undefined), [/replicasOwner: program/]);
    assert.deepEqual(workloadRefusals({ ...WAS, replicas: 0 }, undefined), []);
  });

  it("is nothing about what nobody knows", () => {
    const unknown = { ...WAS, cluster: undefined, namespace: undefined, labels: undefined };
    assert.deepEqual(
      workloadRefusals(unknown, WAS).filter((one) => !one.includes("replaces")),
      [],
    );
    assert.deepEqual(workloadRefusals(WAS, { ...WAS, cluster: undefined }), []);
  });

  it("is what its disks have, where somebody has looked", () => {
    const looked = (disk: string): WorkloadFacts => changed(WAS, { to: (facts) => setVolume(facts, "data", { disk }) });
    const smaller = changed(WAS, { to: (facts) => setVolume(facts, "data", { size: "15Gi" }) });
    assert.deepEqual(workloadRefusals(looked("15Gi"), smaller), [], "a growth that failed is taken back");
    assertRefused(workloadRefusals(looked("16Gi"), smaller), [/must not be below 16Gi, the size of its largest disk/]);
    assert.equal(isSmaller(WAS, smaller), true);
    assert.equal(isSmaller(smaller, WAS), false);
  });

  it("is nothing about a size in other words", () => {
    assert.deepEqual(
      workloadRefusals(WAS, changed(WAS, { to: (facts) => setVolume(facts, "data", { size: "20480Mi" }) })),
      [],
    );
  });
});

describe("what a person is told of a change", () => {
  it("that claims stay on their class", () => {
    assert.match(workloadNotes(WAS, changed(WAS, CHANGES["another class"]!)).join(), /stay on storage class fast/);
  });

  it("that a replaced set forgets its old revision", () => {
    const was = { ...WAS, partition: 2 };
    assert.match(workloadNotes(was, changed(was, CHANGES["serviceName"]!)).join(), /below the partition 2/);
    assert.deepEqual(workloadNotes(was, changed(was, CHANGES["more replicas"]!)), []);
  });

  it("that pods keep a name that nobody answers for", () => {
    const notes = workloadNotes(WAS, changed(WAS, CHANGES["serviceName"]!));
    assert.match(
      notes.join(),
      /^gke-stateful:workloads\.db\.serviceName changed: .*kubectl rollout restart statefulset\/db/,
    );
  });

  it("which volumes grow", () => {
    const willBe = changed(
      WAS,
      CHANGES["a volume that grows"]!,
      CHANGES["a volume more"]!,
      CHANGES["a volume that shrinks"]!,
    );
    assert.deepEqual(grownVolumes(WAS, willBe), { data: "30Gi" });
  });
});
