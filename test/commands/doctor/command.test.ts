import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathIn } from "../../../cluster/client";
import { makeDumpFolder, writeDump } from "../../../commands/doctor/case/dump";
import { KINDS } from "../../../commands/doctor/case/kinds";
import { startServer } from "../../support/api-server";
import { run, runBeside, temporaryFolder } from "../../support/cli";
import { claim, unready, wellBut, without } from "../../support/doctor";
import type { Answers, AnsweringServer } from "../../support/api-server";
import type { CaseData } from "../../../commands/doctor/case/case";

const SICK = without(wellBut(claim(1, { status: { phase: "Lost" } }), unready(0, 20)), "PersistentVolume v1");

/** What an API server answers that has these objects; forbidden kinds are refused. */
function answersOf({ forbidden, objects }: CaseData): Answers {
  return Object.fromEntries(
    KINDS.flatMap(({ apiVersion, isNamespaced, kind, plural }) => {
      const items = objects.filter((object) => object.kind === kind);
      const answer = forbidden.includes(kind)
        ? { status: 403, body: { kind: "Status", reason: "Forbidden", message: `${plural} is forbidden`, code: 403 } }
        : { body: { kind: `${kind}List`, apiVersion, metadata: { resourceVersion: "1" }, items } };
      return [undefined, ...(isNamespaced ? ["shop"] : [])].map((namespace) => [
        `GET ${pathIn(apiVersion, plural, namespace)}`,
        answer,
      ]);
    }),
  );
}

describe("gke-stateful doctor", function () {
  this.timeout(60_000);

  const folder = temporaryFolder();
  const dumped = (name: string, data: CaseData): string => {
    const path = join(folder, name);
    makeDumpFolder(path);
    writeDump(path, data);
    return path;
  };
  let server: AnsweringServer;
  before(async () => {
    server = await startServer({
      well: answersOf({ ...wellBut(), objects: wellBut().objects }),
      sick: answersOf(SICK),
      partly: answersOf({ ...SICK, forbidden: ["Node", "PersistentVolume"] }),
      blind: answersOf({ ...SICK, forbidden: ["Pod"] }),
      empty: answersOf({ ...SICK, objects: [] }),
    });
  });
  after(() => {
    server.stop();
  });
  const doctor = (...args: readonly string[]): ReturnType<typeof runBeside> =>
    runBeside(["doctor", "--kubeconfig", server.kubeconfig, ...args]);

  it("ends with 0 where nothing is wrong, and says what it looked at", async () => {
    const { status, stdout } = await doctor("--context", "well");
    assert.deepEqual(
      { status, stdout },
      { status: 0, stdout: "1 StatefulSet with 2 pods looked at: nothing is wrong.\n" },
    );
  });

  it("ends with 1 where something is, what may lose data first, with STOP", async () => {
    const { status, stdout } = await doctor("--context", "sick", "--namespace", "shop");
    assert.equal(status, 1);
    assert.match(stdout, /^CRITICAL {2}PersistentVolumeClaim shop\/data-db-1 {2}data-loss \(volume-gone\)\n/);
    assert.match(stdout, /Next:\n {4}1\. STOP: delete nothing/);
    assert.match(stdout, /Runbook: docs\/runbooks\/alerts\/ClaimLost\.md/);
    assert.match(stdout, /2 findings\.\n$/);
  });

  it("only lists: it never writes, and reads no Secret, ConfigMap or log", () => {
    assert.ok(server.requests.length > 0);
    assert.deepEqual(
      server.requests.filter((request) => !request.startsWith("GET ")),
      [],
    );
    assert.deepEqual(
      server.requests.filter((request) => /secrets|configmaps|\/log/.test(request)),
      [],
    );
  });

  it("says what it may not read, and judges the rest", async () => {
    const { status, stdout } = await doctor("--context", "partly");
    assert.equal(status, 1);
    assert.match(
      stdout,
      /Not read, because the right is missing: PersistentVolume, Node\. What they would show is not known\./,
    );
  });

  it("ends with 2 where it may not read pods, or there is no set", async () => {
    const blind = await doctor("--context", "blind");
    assert.equal(blind.status, 2);
    assert.match(
      blind.stderr,
      /Pod may not be listed here, so that nothing can be judged\. docs\/doctor\.md has the rights/,
    );
    const empty = await doctor("--context", "empty", "--namespace", "shop");
    assert.equal(empty.status, 2);
    assert.match(empty.stderr, /There is no StatefulSet in namespace shop: nothing was judged\./);
    const unknown = await doctor("--context", "well", "--workload", "cache");
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /There is no StatefulSet cache: nothing was judged\./);
    assert.doesNotMatch(unknown.stderr, /\n {4}at /);
  });

  it("ends with 2 where the cluster does not answer", () => {
    const { status, stderr } = run(["doctor", "--kubeconfig", join(folder, "none")]);
    assert.equal(status, 2);
    assert.match(stderr, /none/);
    assert.doesNotMatch(stderr, /\n {4}at /);
  });

  it("dumps what it needs, says what that is, and judges the dump as the cluster", async () => {
    const path = join(folder, "dump");
    const { status, stdout } = await runBeside([
      "doctor",
      "dump",
      path,
      "--kubeconfig",
      server.kubeconfig,
      "--context",
      "sick",
    ]);
    assert.equal(status, 0);
    assert.match(stdout, /^To be written: 1 StatefulSet, 2 Pods, 2 PersistentVolumeClaims/);
    assert.equal(readdirSync(path).length, KINDS.length + 1);
    const live = await doctor("--context", "sick", "--format", "json");
    const dump = run(["doctor", "--dump", path, "--format", "json"]);
    assert.equal(dump.status, 1);
    const signs = (text: string): unknown =>
      (JSON.parse(text) as { readonly findings: readonly { cause: string; subject: string }[] }).findings.map(
        ({ cause, subject }) => [cause, subject],
      );
    assert.deepEqual(signs(dump.stdout), signs(live.stdout));
    const again = run(["doctor", "dump", path]);
    assert.equal(again.status, 2);
    assert.match(again.stderr, /dump is not empty: nothing is written over/);
  });

  it("refuses a dump that is not one, with the file and what is wrong", () => {
    const path = dumped("bad", SICK);
    writeFileSync(join(path, "pods.json"), '{"items":[{"kind":1}]}');
    const { status, stderr } = run(["doctor", "--dump", path]);
    assert.equal(status, 2);
    assert.match(stderr, /pods\.json/);
    writeFileSync(join(path, "pods.json"), "{");
    assert.equal(run(["doctor", "--dump", path]).status, 2);
    mkdirSync(join(folder, "nothing"));
    const nothing = run(["doctor", "--dump", join(folder, "nothing")]);
    assert.equal(nothing.status, 2);
    assert.match(nothing.stderr, /dump\.json/);
    assert.doesNotMatch(nothing.stderr, /\n {4}at /);
  });

  it("prints markdown for a ticket, in which nothing of the cluster is markup", () => {
    const { stdout } = run(["doctor", "--dump", dumped("ticket", SICK), "--format", "markdown"]);
    assert.match(stdout, /^# Diagnosis of 2026-06-01T12:00:00\.000Z\n/);
    assert.match(stdout, /## critical: PersistentVolumeClaim shop\/data-db-1/);
    assert.match(stdout, /1\. STOP: delete nothing/);
  });

  it("refuses a format that there is not", () => {
    const { status, stderr } = run(["doctor", "--format", "yaml"]);
    assert.equal(status, 2);
    assert.match(stderr, /Allowed choices are text, json, markdown/);
  });
});
