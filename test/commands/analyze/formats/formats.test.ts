import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { githubOf } from "../../../../commands/analyze/formats/github";
import { checklistOf } from "../../../../commands/analyze/formats/checklist";
import { checklistJson } from "../../../../commands/analyze/formats/checklist-json";
import { jsonOf } from "../../../../commands/analyze/formats/json";
import { junitOf } from "../../../../commands/analyze/formats/junit";
import { markdownOf } from "../../../../commands/analyze/formats/markdown";
import { sarifOf } from "../../../../commands/analyze/formats/sarif";
import { textOf } from "../../../../commands/analyze/formats/text";
import { baselineOf } from "../../../../commands/analyze/report/baseline";
import { analyzed, statefulSet } from "../../../support/analysis";
import { ROOT } from "../../../support/stacks";

const NASTY = statefulSet("db").replace("registry.example.com/db:1.0", '"evil%0A::error::|<b>`@you\\u0007]]>&:latest"');
const report = analyzed({ "a b/x.yaml": NASTY, "y.yaml": "kind: [" });
const clean = analyzed({ "x.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n" });

/** What of a log the tests look at. */
interface SarifLog {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly { readonly physicalLocation: unknown }[];
      readonly fixes?: readonly {
        readonly artifactChanges: readonly {
          readonly replacements: readonly { readonly insertedContent: { readonly text: string } }[];
        }[];
      }[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly { readonly executionSuccessful: boolean }[];
  }[];
}

describe("formats", () => {
  it("text: by object, with the plan, the summary and the readiness", () => {
    const text = textOf(report, { colour: false });
    assert.match(text, /^a b\/x\.yaml {2}StatefulSet default\/db$/m);
    assert.match(text, /^ +6:3 {2}high {6}names Service db, which is not in its namespace here {2}governing-service$/m);
    assert.match(text, /What to do first\n {2}1\. /);
    assert.match(text, /1 object in 2 files: \d+ findings \(/);
    assert.match(text, /Found: StatefulSet with 3 replicas, OrderedReady\. Storage: none\./);
    assert.match(text, /Readiness \d+ %, pending: .*alert rules\.\n$/);
    assert.ok(!text.includes("\u001B"));
    assert.match(textOf(report, { colour: true }), /\u001B\[/);
    assert.equal(
      textOf(clean, { colour: false }),
      "1 object in 1 file: no findings.\nReadiness n/a: no workload here.\n",
    );
  });

  it("JSON: as its schema says", () => {
    const schema = JSON.parse(
      readFileSync(join(ROOT, "commands/analyze/formats/report.schema.json"), "utf8"),
    ) as object;
    const validate = new Ajv({ allErrors: true }).compile(schema);
    for (const one of [report, clean]) {
      assert.ok(validate(JSON.parse(jsonOf(one))), JSON.stringify(validate.errors?.slice(0, 3)));
    }
    assert.ok(!validate({ ...(JSON.parse(jsonOf(clean)) as object), version: 2 }));
  });

  it("SARIF: levels, regions, fixes and fingerprints", () => {
    const [run] = (JSON.parse(sarifOf(report, { toolVersion: "1.2.3" })) as SarifLog).runs;
    const result = run!.results.find(({ ruleId }) => ruleId === "governing-service")!;
    assert.deepEqual(result.locations[0]!.physicalLocation, {
      artifactLocation: { uri: "a%20b/x.yaml" },
      region: { startLine: 6, startColumn: 3, endLine: 6, endColumn: 18 },
    });
    assert.equal(result.level, "error");
    assert.equal(run!.tool.driver.rules[result.ruleIndex]!.id, "governing-service");
    const [change] = result.fixes![0]!.artifactChanges;
    assert.match(change!.replacements[0]!.insertedContent.text, /^---\napiVersion: v1\nkind: Service\n/);
    assert.match(result.partialFingerprints["gkeStateful/v1"]!, /^[0-9a-f]{20}$/);
    assert.equal(run!.invocations[0]!.executionSuccessful, false);
  });

  it("SARIF: valid by the published schema", function () {
    const schema = publishedSchema();
    if (schema === undefined) {
      this.skip(); // It comes with a Go module, for which there is no Go, or no network.
    }
    const validate = new Ajv({ strict: false, validateFormats: false, validateSchema: false, allErrors: true }).compile(
      schema,
    );
    for (const one of [report, clean]) {
      assert.ok(
        validate(JSON.parse(sarifOf(one, { toolVersion: "1.2.3" }))),
        JSON.stringify(validate.errors?.slice(0, 3)),
      );
    }
    assert.ok(!validate({ version: "2.1.0", runs: [{ results: 1 }] }));
  });

  it("JUnit: XML that a parser takes", () => {
    const { status, stderr } = spawnSync(
      "python3",
      [
        "-c",
        "import sys, xml.etree.ElementTree as e; r = e.fromstring(sys.stdin.buffer.read()); assert int(r.get('failures')) == len(r.findall('.//failure')) > 3",
      ],
      { input: junitOf(report), encoding: "utf8" },
    );
    assert.equal(status, 0, stderr);
    assert.match(junitOf(clean), /tests="1" failures="0"/);
  });

  it("GitHub: one command a finding, whatever stands in the files", () => {
    const lines = githubOf(report).trimEnd().split("\n");
    assert.equal(lines.length, report.findings.length);
    assert.ok(lines.every((line) => /^::(?:error|warning|notice) file=/.test(line)));
    assert.ok(
      lines.some((line) =>
        line.startsWith(
          "::error file=a b/x.yaml,line=6,endLine=6,col=3,endColumn=18,title=governing-service (high)::StatefulSet default/db names",
        ),
      ),
    );
  });

  it("markdown: a table in which nothing is markup", () => {
    const text = markdownOf(report);
    assert.match(text, /^### gke-stateful analyze: \d+ high/);
    for (const row of text.split("\n").filter((line) => line.startsWith("| "))) {
      assert.equal(row.split(/(?<!\\)\|/).length, 7, row);
    }
    assert.ok(!/(?<!\\)<b>/.test(text) && !text.includes("@you"));
    assert.match(markdownOf(clean), /no findings/);
  });

  it("checklist: each line with evidence or what is missing", () => {
    const text = checklistOf(report);
    assert.match(text, /^StatefulSet default\/db: readiness \d+ %$/m);
    assert.match(
      text,
      /\[ \] a disruption budget that lets one pod go \(0 of 5\)\n {8}no-disruption-budget: has 3 replicas/,
    );
    assert.match(text, /\[-\] data is kept, backed up, and the way back is prepared \(not needed\)/);
    assert.match(text, /Rounded down\.\n$/);
    assert.match(checklistOf(clean), /no checklist/);
    assert.equal(checklistJson(clean), "null\n");
    assert.deepEqual(JSON.parse(checklistJson(report)), JSON.parse(JSON.stringify(report.readiness)));
  });

  it("baseline: the same whatever line a finding moves to", () => {
    const moved = analyzed(
      { "a b/x.yaml": `# a comment\n\n${NASTY}`, "y.yaml": "kind: [" },
      { baseline: baselineOf(report.findings) },
    );
    assert.deepEqual(moved.findings, []);
    assert.equal(moved.known.length, report.findings.length);
    const more = analyzed(
      { "a b/x.yaml": NASTY.replace("replicas: 3", "replicas: 3\n  podManagement: x"), "y.yaml": "kind: [" },
      { baseline: baselineOf(report.findings) },
    );
    assert.deepEqual(
      more.findings.map(({ rule }) => rule.id),
      ["invalid-object"],
    );
  });
});

/** The schema of SARIF 2.1.0, as the Go module go-sarif carries it; undefined where it cannot be had. */
function publishedSchema(): object | undefined {
  const [module, version] = ["github.com/owenrumney/go-sarif/v3", "v3.3.1"];
  try {
    const { Dir } = JSON.parse(
      execFileSync("go", ["mod", "download", "-json", `${module}@${version}`], {
        encoding: "utf8",
        cwd: "/",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    ) as { Dir: string };
    const [, text] = /`([^`]+)`/.exec(readFileSync(join(Dir, "pkg/report/v210/sarif/schema.go"), "utf8"))!;
    const schema = JSON.parse(text!) as Record<string, unknown>;
    // It names draft 4, of which it uses nothing that draft 7 reads otherwise.
    return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$schema" && key !== "id"));
  } catch {
    return undefined;
  }
}
