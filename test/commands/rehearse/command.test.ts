import assert from "node:assert/strict";
import { rehearsalPage } from "../../../commands/rehearse/report/page";
import { percent, rehearsalText } from "../../../commands/rehearse/report/text";
import { run } from "../../support/cli";
import { rehearsalReport, rehearsedDrill, rehearsedWorkload } from "../../support/rehearsals";

describe("a rehearsal", () => {
  it("reads as text, with figures and what is simulated", () => {
    const text = rehearsalText(rehearsalReport());
    assert.match(text, /^ok {4}Drain of a node$/m);
    assert.match(
      text,
      /10 s, at least 1 of 3 pods ready, too few for 2\.5 s at most, all ready again after 4\.0 s, evictions: 2 granted, 9 refused/,
    );
    assert.match(
      text,
      /^db holds: enough pods were ready 99\.951 % of the time in planned work, 99\.9 % are asked for/m,
    );
    assert.match(text, /^Simulated: the kubelet/m);
  });

  it("says what to change", () => {
    const failed = rehearsalReport({
      holds: false,
      workloads: [
        rehearsedWorkload({
          holds: false,
          drills: [rehearsedDrill({ outcome: "failed", advice: "Set budget.maxUnavailable to 1." })],
        }),
      ],
    });
    assert.match(rehearsalText(failed), /^db does not hold: .* 1 of 1 drills failed\.$/m);
    assert.match(rehearsalText(failed), /^ {2}db, Drain of a node: Set budget\.maxUnavailable to 1\.$/m);
  });

  it("does not say that a workload holds that was never drilled", () => {
    const bringUp = rehearsedDrill({ id: "bring-up", title: "Bring-up", outcome: "failed" });
    const text = rehearsalText(
      rehearsalReport({
        workloads: [
          rehearsedWorkload({ name: "db", isDrilled: false, holds: false, drills: [bringUp] }),
          rehearsedWorkload({ name: "web", isDrilled: false, holds: false, drills: [rehearsedDrill()] }),
        ],
      }),
    );
    assert.match(text, /^db was not drilled: it did not come up\.$/m);
    assert.match(text, /^web was not drilled: another workload did not come up\.$/m);
  });

  it("never rounds up to what it is not", () => {
    assert.equal(percent(0.999999), "99.999 %");
    assert.equal(percent(1), "100 %");
    assert.equal(percent(0.9999), "99.99 %");
    assert.equal(percent(0.99999), "99.999 %");
  });

  it("is one page that needs nothing else, in which nothing is markup that should not be", () => {
    const page = rehearsalPage(rehearsalReport({ stack: "<script>alert(1)</script>" }));
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
    [
      ["rehearse", "dev", "--report", "/no/such/r.html"],
      /^\/no\/such\/r\.html cannot be written: ENOENT\. Name a file/,
    ],
    [["rehearse", "dev", "--report", "/tmp"], /^\/tmp cannot be written: it is a folder\. Name a file/],
    [["rehearse", "dev", "--drills", ","], /^--drills is empty; name at least one/],
    [["rehearse", "dev", "--workloads", ""], /^--workloads is empty; name at least one/],
    [["rehearse", "dev", "--peers", "1.5"], /^--peers is "1\.5"; it must be a whole number from 1/],
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
