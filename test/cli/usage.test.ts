import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, temporaryFolder } from "../support/cli";

const out = temporaryFolder();
const VPAS = JSON.stringify({
  apiVersion: "v1",
  kind: "List",
  items: [
    {
      metadata: { name: "terminal-pods", namespace: "stateful" },
      spec: { targetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: "terminal-pods" } },
      status: {
        recommendation: {
          containerRecommendations: [
            { containerName: "terminal-pods", target: { cpu: "250m", memory: "629145600" }, upperBound: { cpu: "1" } },
          ],
        },
      },
    },
    { metadata: { name: "new", namespace: "stateful" }, spec: { targetRef: { kind: "StatefulSet", name: "new" } } },
    { metadata: { name: "empty", namespace: "stateful" }, spec: {}, status: {} },
  ],
});

describe("gke-stateful usage", () => {
  before(() => {
    assert.equal(run(["plan", "dev", "--out", out, "--no-policy"]).status, 0);
  });

  it("says what recommendations would save", () => {
    const { status, stderr, stdout } = run(["usage", out, "--vpa", "-"], { input: VPAS });
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /StatefulSet stateful\/terminal-pods, terminal-pods × 3: CPU 1 → 250m, memory 2Gi → 600Mi, worth -\$49\.3\d a month/,
    );
    assert.match(stdout, /Bill: \$212\.50 a month expected, \$212\.50 with these requests \(\$0\.00\)/);
    assert.match(stdout, /the pools are at their fewest nodes already/);
  });

  it("says that there is nothing to say yet", () => {
    const { stdout } = run(["usage", out, "--vpa", "-"], { input: JSON.stringify({ items: [] }) });
    assert.match(stdout, /No VerticalPodAutoscaler recommends anything for a workload of this plan/);
  });

  it("says what namespaces were billed, the most expensive first", () => {
    const rows = join(out, "costs.json");
    writeFileSync(
      rows,
      JSON.stringify([
        { namespace: "a", cost: "31.5" },
        { namespace: null, cost: 88.25 },
      ]),
    );
    const { stdout } = run(["usage", out, "--costs", rows]);
    assert.equal(stdout, "Billed: $119.75\n      $88.25  (no namespace)\n      $31.50  a\n");
    assert.deepEqual(JSON.parse(run(["usage", out, "--costs", rows, "--json"]).stdout), {
      costs: [
        { namespace: "(no namespace)", cost: "88.25" },
        { namespace: "a", cost: "31.5" },
      ],
    });
  });

  for (const [what, args, input, message] of [
    ["nothing to compare with", [], "", /There is nothing to compare with/],
    ["something else than a list", ["--vpa", "-"], "{}", /items: .*kubectl get vpa/],
    ["something that is no YAML", ["--vpa", "-"], "{", /is not valid YAML/],
    ["an amount that is none", ["--costs", "-"], '[{"namespace":"a","cost":"much"}]', /0\.cost: must be a number/],
    ["a file that is not there", ["--costs", "/nowhere"], "", /\/nowhere cannot be read: ENOENT/],
  ] as const) {
    it(`refuses ${what} with 2`, () => {
      const { status, stderr } = run(["usage", out, ...args], { input });
      assert.equal(status, 2);
      assert.match(stderr, message);
    });
  }
});
