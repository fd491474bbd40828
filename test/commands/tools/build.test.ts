import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KUBERNETES_VERSION } from "../../../commands/tools/programs";
import { buildTools, definitionFiles, requireTools } from "../../../commands/tools/build";

describe("the tools of a rehearsal", () => {
  const folder = mkdtempSync(join(tmpdir(), "gke-stateful-assets-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const program = (name: string, says: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
  };
  const environment = { XDG_CACHE_HOME: join(folder, "no-cache"), KUBEBUILDER_ASSETS: folder, PATH: "/usr/bin:/bin" };
  const missing = (): readonly string[] => {
    try {
      requireTools(environment);
      return [];
    } catch (error) {
      return /not here: (.*?)\. Looked in/.exec((error as Error).message)?.[1]?.split(", ") ?? [];
    }
  };

  it("come from KUBEBUILDER_ASSETS where their versions fit, and not otherwise", () => {
    assert.ok(["etcd", "kube-apiserver", "kubectl", "kwok"].every((name) => missing().includes(name)));
    program("etcd", "etcd Version: 3.6.8");
    program("kube-apiserver", `Kubernetes ${KUBERNETES_VERSION}`);
    program("kubectl", "Client Version: v1.29.0");
    program("kwok", "kwok version v0.8.0");
    const now = missing();
    assert.equal(now.includes("etcd"), false);
    assert.equal(now.includes("kube-apiserver"), false);
    assert.equal(now.includes("kubectl"), true, "another version");
    assert.equal(now.includes("kwok"), true, "always built here");
  });

  it("cannot be built without Go", async () => {
    await assert.rejects(
      buildTools({ begins: () => undefined }, { ...environment, PATH: folder }),
      /^UserError: There is no Go on the PATH\. npm run tools .* needs Go 1\.26/,
    );
  });

  it("download what no build downloads before the first build, on a machine with empty caches", async function () {
    const { status, stdout } = spawnSync("sh", ["-c", "command -v go"], { encoding: "utf8" });
    if (status !== 0) {
      this.skip();
    }
    this.timeout(300_000);
    const fresh = join(folder, "fresh");
    mkdirSync(fresh);
    // A Go that builds nothing, so that what is there afterwards was there before the first build.
    const script = `#!/bin/sh\n[ "$1" = build ] && { echo 'nothing is built here' >&2; exit 1; }\nexec ${stdout.trim()} "$@"\n`;
    writeFileSync(join(fresh, "go"), script, { mode: 0o755 });
    const environmentOfIt = {
      ...process.env,
      PATH: `${fresh}:${process.env["PATH"] ?? ""}`,
      XDG_CACHE_HOME: join(fresh, "cache"),
      GOMODCACHE: join(fresh, "modules"),
      GOCACHE: join(fresh, "build"),
      // Go makes its module cache read-only, which would outlive the test.
      GOFLAGS: "-modcacherw",
      KUBEBUILDER_ASSETS: "",
    };
    await assert.rejects(buildTools({ begins: () => undefined }, environmentOfIt), /nothing is built here/);
    assert.deepEqual(
      definitionFiles(environmentOfIt).filter((file) => !existsSync(file)),
      [],
    );
  });
});
