import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkPod, readMessage, SCRIPT } from "../../../../commands/volumes/drill/check-pod";
import { temporaryFolder } from "../../../support/cli";
import type { ApiObject } from "../../../../cluster/api-object";
import type { CheckResult } from "../../../../commands/volumes/drill/check-pod";

const SPEC = {
  nodeSelector: { disk: "fast" },
  tolerations: [{ key: "stateful" }],
  securityContext: { runAsUser: 1000, fsGroup: 1000 },
  serviceAccountName: "db",
  affinity: { nodeAffinity: { a: 1 }, podAntiAffinity: { b: 2 } },
  containers: [
    { name: "proxy", image: "proxy:1" },
    {
      name: "db",
      image: "db:1",
      env: [{ name: "PASSWORD", value: "secret" }],
      resources: { requests: { cpu: "1" } },
      securityContext: { readOnlyRootFilesystem: true },
      volumeMounts: [
        { name: "data", mountPath: "/data", subPath: "pg" },
        { name: "tmp", mountPath: "/tmp" },
        { name: "config", mountPath: "/config" },
      ],
    },
  ],
  volumes: [
    { name: "tmp", emptyDir: {} },
    { name: "config", configMap: { name: "db" } },
  ],
};
const set = (spec: object = SPEC): ApiObject => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "db", namespace: "shop" },
  spec: { template: { spec } },
});
const OPTIONS = {
  namespace: "shop-drill-db",
  ordinal: 2,
  copies: { data: "data-db-2" },
  image: undefined,
  check: undefined,
};

describe("the pod that looks at restored disks", () => {
  const pod = checkPod(set(), OPTIONS);
  const spec = pod["spec"] as Readonly<Record<string, unknown>>;
  const [container] = spec["containers"] as readonly [Readonly<Record<string, unknown>>];

  it("runs where the workload's pods run, as their user, in their image", () => {
    assert.deepEqual(pod.metadata, { name: "check-2", namespace: "shop-drill-db" });
    assert.deepEqual(spec["nodeSelector"], SPEC.nodeSelector);
    assert.deepEqual(spec["tolerations"], SPEC.tolerations);
    assert.deepEqual(spec["securityContext"], SPEC.securityContext);
    assert.deepEqual(spec["affinity"], { nodeAffinity: { a: 1 } });
    assert.equal(container["image"], "db:1");
    assert.deepEqual(container["resources"], { requests: { cpu: "1" } });
    assert.deepEqual(container["securityContext"], { readOnlyRootFilesystem: true });
  });

  it("mounts the copies as the workload does, and nothing else that is not there", () => {
    assert.deepEqual(container["volumeMounts"], [
      { name: "data", mountPath: "/data", subPath: "pg" },
      { name: "tmp", mountPath: "/tmp" },
    ]);
    assert.deepEqual(spec["volumes"], [
      { name: "data", persistentVolumeClaim: { claimName: "data-db-2" } },
      { name: "tmp", emptyDir: {} },
    ]);
  });

  it("has neither the account nor the secrets of the workload", () => {
    assert.equal(spec["serviceAccountName"], undefined);
    assert.equal(spec["automountServiceAccountToken"], false);
    assert.ok(!JSON.stringify(pod).includes("secret"));
  });

  it("takes another image where one is given", () => {
    const other = checkPod(set(), { ...OPTIONS, image: "busybox:1" })["spec"] as {
      containers: readonly { image: string }[];
    };
    assert.equal(other.containers[0]?.image, "busybox:1");
  });

  it("is refused where nothing mounts the disks", () => {
    assert.throws(
      () => checkPod(set({ containers: [{ name: "proxy", image: "proxy:1" }] }), OPTIONS),
      /No container of StatefulSet db mounts data/,
    );
  });
});

describe("what looks at a restored disk", () => {
  const folder = temporaryFolder();
  let number = 0;

  function looked(
    disks: readonly string[],
    check = "",
  ): { readonly status: number | null; readonly result: CheckResult } {
    const log = join(folder, `log-${String((number += 1))}`);
    writeFileSync(log, "");
    const env = { ...process.env, CHECK: check, TERMINATION_LOG: log };
    const { status } = spawnSync("sh", ["-c", SCRIPT, "sh", ...disks], { env });
    return { status, result: readMessage(readFileSync(log, "utf8")) };
  }

  const disk = (name: string, files: Readonly<Record<string, string>>): string => {
    const path = join(folder, name);
    mkdirSync(join(path, "lost+found"), { recursive: true });
    Object.entries(files).forEach(([file, text]) => {
      writeFileSync(join(path, file), text);
      utimesSync(join(path, file), 1_700_000_000, 1_700_000_000);
    });
    return path;
  };

  it("counts files, and knows the newest", () => {
    const one = disk("a disk", { "a b": "1", c: "2" });
    const { result, status } = looked([one]);
    assert.equal(status, 0);
    assert.equal(result.error, undefined);
    assert.deepEqual(
      result.disks.map(({ directory, files, newest }) => ({ directory, files, newest })),
      [{ directory: one, files: 2, newest: 1_700_000_000 }],
    );
  });

  it("fails on a disk without a file: a new file system has one folder", () => {
    const full = disk("full", { a: "1" });
    const empty = disk("empty", {});
    const { result, status } = looked([full, empty]);
    assert.equal(status, 1);
    assert.equal(result.error, `${empty} holds no file`);
    assert.deepEqual(
      result.disks.map(({ files }) => files),
      [1, 0],
    );
  });

  it("runs a check, and says what it said where it fails", () => {
    const one = disk("checked", { a: "right" });
    assert.equal(looked([one], `grep -q right '${one}/a'`).status, 0);
    const { result, status } = looked([one], `echo broken 100%; grep -q wrong '${one}/a'`);
    assert.equal(status, 1);
    assert.equal(result.error, "the check failed: broken 100%");
  });
});
