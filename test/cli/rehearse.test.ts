import assert from "node:assert/strict";
import { rehearsalPage } from "../../cli/rehearse-page";
import { percent, rehearsalText } from "../../cli/rehearse-text";
import { ASSUMPTIONS } from "../../rehearsal/assumptions";
import { SIMULATED } from "../../rehearsal/report";
import { run } from "../support/cli";
import type { DrillReport, RehearsalReport } from "../../rehearsal/report";

const drill = (more: Partial<DrillReport> = {}): DrillReport => ({
  id: "node-drain",
  title: "Drain of a node",
  shows: "Pods move.",
  outcome: "passed",
  says: "2 pods moved.",
  advice: null,
  from: 10,
  to: 20,
  availability: 0.9995,
  counts: true,
  lowest: 1,
  longestGap: 2.5,
  evictions: { granted: 2, refused: 9 },
  ...more,
});
const report = (more: Partial<RehearsalReport> = {}): RehearsalReport => ({
  version: 1,
  stack: "prod",
  workload: { namespace: "shop", name: "db", replicas: 3 },
  least: 2,
  target: 0.999,
  drills: [drill(), drill({ id: "zone-loss", title: "Loss of a zone", outcome: "skipped", availability: null })],
  availability: 0.99951,
  holds: true,
  moments: [
    { at: 0, ready: { "z-a": 2, "z-b": 1 } },
    { at: 12, ready: { "z-a": 1 } },
    { at: 14.5, ready: { "z-a": 2, "z-b": 1 } },
  ],
  marks: [{ at: 12, what: "drain of <node>" }],
  assumptions: ASSUMPTIONS,
  simulated: SIMULATED,
  unknown: [],
  ...more,
});

describe("a rehearsal", () => {
  it("reads as text, with figures and what is simulated", () => {
    const text = rehearsalText(report());
    assert.match(text, /^ok {4}Drain of a node$/m);
    assert.match(text, /10 s, at least 1 pod ready, too few for 2\.5 s at most, 2 evictions granted and 9 refused/);
    assert.match(
      text,
      /^It holds: enough pods were ready 99\.951 % of the time in planned work, 99\.9 % are asked for/m,
    );
    assert.match(text, /^Simulated: the kubelet/m);
  });

  it("says what to change", () => {
    const failed = report({
      holds: false,
      drills: [drill({ outcome: "failed", advice: "Set budget.maxUnavailable to 1." })],
    });
    assert.match(rehearsalText(failed), /^It does not hold: .* 1 of 1 drills failed\.$/m);
    assert.match(rehearsalText(failed), /^ {2}Drain of a node: Set budget\.maxUnavailable to 1\.$/m);
  });

  it("never rounds up to what it is not", () => {
    assert.equal(percent(0.999999), "99.999 %");
    assert.equal(percent(1), "100 %");
  });

  it("is one page that needs nothing else, in which nothing is markup that should not be", () => {
    const page = rehearsalPage(report({ stack: "<script>alert(1)</script>" }));
    assert.doesNotMatch(page, /<script|https?:\/\/|<link|<img/);
    assert.match(page, /&lt;script&gt;/);
    assert.match(page, /drain of &lt;node&gt;/);
    assert.equal(page.match(/<svg /g)?.length, 1, "a skipped drill has no picture");
    assert.equal(page.match(/<rect /g)?.length, 2 + 1 + 2);
    assert.match(page, /prefers-color-scheme: dark/);
  });

  for (const [args, says] of [
    [["rehearse", "nowhere"], /^Stack "nowhere" has no file/],
    [["rehearse", "dev", "--target", "many"], /^--target is "many"; it must be a number from 0 to 100\./],
    [["rehearse", "dev", "--start-delay", "99"], /^--start-delay is "99"; it must be a number from 0 to 30\./],
  ] as const) {
    it(`refuses ${args.join(" ")}`, () => {
      const { status, stderr } = run(args);
      assert.equal(status, 2);
      assert.match(stderr, says);
    });
  }

  it("says what is missing where the programs are not there", () => {
    const { status, stderr } = run(["rehearse", "dev"], { env: { XDG_CACHE_HOME: "/nowhere", PATH: "" } });
    assert.equal(status, 2);
    assert.match(stderr, /^A rehearsal needs programs that are not here: etcd, .*npm run tools builds them once/);
  });
});
