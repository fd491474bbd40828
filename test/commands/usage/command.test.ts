import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, temporaryFolder } from "../../support/cli";
import { ROOT } from "../../support/stacks";

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
    assert.match(stdout, /there would be as many nodes as now: fewer or smaller machines would save it/);
  });

  it("says that there is nothing to say yet", () => {
    const { stdout } = run(["usage", out, "--vpa", "-"], { input: JSON.stringify({ items: [] }) });
    assert.match(stdout, /No VerticalPodAutoscaler of the list recommends anything yet/);
  });

  it("says which recommendation is for nothing in the plan, and what a larger one needs", () => {
    const vpa = (container: string, target: object): string =>
      VPAS.replace('"containerName":"terminal-pods"', `"containerName":"${container}"`).replace(
        '"target":{"cpu":"250m","memory":"629145600"}',
        `"target":${JSON.stringify(target)}`,
      );
    assert.match(
      run(["usage", out, "--vpa", "-"], { input: vpa("sidecar", { cpu: "1" }) }).stdout,
      /StatefulSet stateful\/terminal-pods, container sidecar, is not in the plan/,
    );
    assert.match(
      run(["usage", out, "--vpa", "-"], { input: vpa("terminal-pods", { cpu: "30" }) }).stdout,
      /With these requests, NodePool stateful-pool: a pod fits on none of these machines/,
    );
    assert.match(
      run(["usage", out, "--vpa", "-"], { input: vpa("terminal-pods", {}) }).stdout,
      /recommends anything yet/,
    );
  });

  it("waits for who takes long to write", () => {
    const file = join(out, "vpas.json");
    writeFileSync(file, VPAS);
    const command = `(sleep 3; cat "${file}") | "${process.execPath}" bin/gke-stateful.js usage "${out}" --vpa -`;
    const { status, stderr, stdout } = spawnSync("bash", ["-c", command], { cwd: ROOT, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /CPU 1 → 250m/);
  });

  it("says what namespaces were billed, in the currency of the account, the most expensive first", () => {
    const rows = join(out, "costs.json");
    writeFileSync(
      rows,
      JSON.stringify([
        { namespace: "a", cost: "31.5", currency: "EUR" },
        { namespace: null, cost: 88.25, currency: "EUR" },
      ]),
    );
    const { stdout } = run(["usage", out, "--costs", rows]);
    assert.equal(stdout, "Billed: 119.75 EUR\n         88.25  (no namespace)\n          31.5  a\n");
    assert.equal(
      (JSON.parse(run(["usage", out, "--costs", rows, "--json"]).stdout) as { costs: object[] }).costs.length,
      2,
    );
    assert.match(
      run(["usage", out, "--costs", "-"], { input: '[{"namespace":"a","cost":1}]' }).stdout,
      /Billed: 1 in the currency of the billing account/,
    );
    assert.match(run(["usage", out, "--costs", "-"], { input: "[]" }).stdout, /The rows say of no namespace/);
  });

  for (const [what, args, input, message] of [
    ["nothing to compare with", [], "", /There is nothing to compare with/],
    [
      "something else than a list",
      ["--vpa", "-"],
      "{}",
      /standard input:items is not set: must be a list of VerticalPodAutoscalers\. .*kubectl get vpa/,
    ],
    ["something that is no YAML", ["--vpa", "-"], "{", /is not valid YAML/],
    [
      "an amount that is none",
      ["--costs", "-"],
      '[{"namespace":"a","cost":"much"}]',
      /standard input:0\.cost is "much": must be a number/,
    ],
    [
      "pods",
      ["--vpa", "-"],
      '{"items":[{"kind":"Pod","metadata":{"namespace":"a","name":"b"},"spec":{}}]}',
      /items\[0\]\.kind is "Pod": must be VerticalPodAutoscaler/,
    ],
    [
      "a request below zero",
      ["--vpa", "-"],
      VPAS.replace("250m", "-500m"),
      /target\.cpu is "-500m": must be a quantity of 0 or more/,
    ],
    [
      "a currency that is none",
      ["--costs", "-"],
      '[{"namespace":"a","cost":"1","currency":"euro"}]',
      /currency is "euro": must be a currency/,
    ],
    ["standard input for both", ["--vpa", "-", "--costs", "-"], "", /can be read only once/],
    ["a file that is not there", ["--costs", "/nowhere"], "", /\/nowhere cannot be read: ENOENT/],
  ] as const) {
    it(`refuses ${what} with 2`, () => {
      const { status, stderr } = run(["usage", out, ...args], { input });
      assert.equal(status, 2);
      assert.match(stderr, message);
    });
  }
});
