import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goalOf } from "../../../../commands/doctor/setup/goal";
import { lookAt } from "../../../../commands/doctor/setup/run";
import { shellIn } from "../../../../commands/doctor/setup/shell";
import { run, temporaryFolder } from "../../../support/cli";
import { ROOT } from "../../../support/stacks";
import type { Goal } from "../../../../commands/doctor/setup/goal";
import type { Found } from "../../../../commands/doctor/setup/run";
import type { Ran, Shell } from "../../../../commands/doctor/setup/shell";

const TOKEN = "token-of-the-provider";

/** What programs say, by the words that they are called with; what is not among it fails. */
type Says = Readonly<Record<string, object | string | undefined>>;

const ALL: Says = {
  "pulumi version": "v3.265.0",
  "pulumi whoami": "somebody",
  "gcloud version": { "Google Cloud SDK": "528.0.0" },
  "gcloud auth": TOKEN,
  "gcloud projects": { projectId: "acme", lifecycleState: "ACTIVE" },
  "gcloud billing": { projectId: "acme", billingEnabled: true },
  "gcloud services": ["cloudresourcemanager", "serviceusage", "compute"].map((name) => ({
    config: { name: `${name}.googleapis.com` },
    state: "ENABLED",
  })),
  "gcloud compute": {
    name: "europe-west1",
    quotas: [
      { metric: "CPUS", limit: 72, usage: 0 },
      { metric: "SSD_TOTAL_GB", limit: 2048, usage: 100 },
      { metric: "IN_USE_ADDRESSES", limit: 69, usage: 0 },
    ],
  },
};

describe("doctor setup", function () {
  this.timeout(60_000);

  const folder = temporaryFolder();
  let dev: Goal;
  before(async () => {
    const { config, quotas } = await goalOf("dev", ROOT);
    dev = { stack: "dev", quotas, config: { ...config, google: { ...config.google!, project: "acme" } } };
    for (const name of ["gke-gcloud-auth-plugin", "gcloud"]) {
      writeFileSync(join(folder, name), "");
      chmodSync(join(folder, name), 0o755);
    }
  });

  async function found(changes: Says, goal = dev, path = folder): Promise<readonly Found[]> {
    const says = { ...ALL, ...changes };
    const shell: Shell = (command, args, env = {}) => {
      const answer = says[`${command} ${args[0] ?? ""}`];
      const stdout = typeof answer === "string" ? `${answer}\n` : JSON.stringify(answer);
      const isOther = command === "gcloud" && !["auth", "version"].includes(args[0] ?? "");
      // Whatever asks Google must ask as the provider.
      if (isOther && env["CLOUDSDK_AUTH_ACCESS_TOKEN"] !== TOKEN) {
        return Promise.resolve({ code: 1, stdout: "", complaint: "another account" });
      }
      if (answer instanceof Error) {
        return Promise.resolve({ code: 1, stdout: "", complaint: answer.message });
      }
      const failed: Ran = { code: 1, stdout: "", complaint: "ERROR: PERMISSION_DENIED" };
      return Promise.resolve(answer === undefined ? failed : { code: 0, stdout, complaint: "" });
    };
    return lookAt(goal, { PATH: path }, shell);
  }
  const lacking = async (...args: Parameters<typeof found>): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      (await found(...args)).filter(({ state }) => state !== "ok").map(({ id, state }) => [id, state]),
    );
  const one = async (id: string, ...args: Parameters<typeof found>): Promise<Found> =>
    (await found(...args)).find((check) => check.id === id)!;

  it("finds everything where everything is there, as whom the provider will be", async () => {
    assert.deepEqual(await lacking({}), {});
  });

  it("says what to do about each thing that is missing, and asks nothing that needs it", async () => {
    assert.deepEqual(await lacking({ "pulumi version": undefined }), { pulumi: "missing", state: "unknown" });
    assert.equal((await one("state", { "pulumi whoami": undefined })).fix, "npx pulumi login");
    assert.match(
      (await one("cluster-login", {}, dev, "")).fix ?? "",
      /gcloud components install gke-gcloud-auth-plugin/,
    );
    assert.deepEqual(await lacking({ "gcloud auth": undefined }), {
      credentials: "missing",
      project: "unknown",
      billing: "unknown",
      apis: "unknown",
      quota: "unknown",
    });
    assert.equal((await one("credentials", { "gcloud auth": undefined })).fix, "gcloud auth application-default login");
  });

  it("tells a project that is not there, is being deleted, or has no billing", async () => {
    const gone = await one("project", { "gcloud projects": undefined });
    assert.equal(gone.state, "missing");
    assert.match(gone.says, /PERMISSION_DENIED/);
    assert.equal(
      (await one("project", { "gcloud projects": { lifecycleState: "DELETE_REQUESTED" } })).fix,
      "gcloud projects undelete acme",
    );
    assert.deepEqual(await lacking({ "gcloud billing": { billingEnabled: false } }), { billing: "missing" });
    assert.deepEqual(await lacking({ "gcloud billing": { name: "projects/acme/billingInfo" } }), {
      billing: "missing",
    });
    assert.deepEqual(await lacking({ "gcloud billing": undefined }), { billing: "unknown" });
  });

  it("tells which of the first APIs are off", async () => {
    const { fix, state } = await one("apis", {
      "gcloud services": [{ config: { name: "serviceusage.googleapis.com" } }],
    });
    assert.equal(state, "missing");
    assert.equal(fix, "gcloud services enable cloudresourcemanager.googleapis.com --project acme");
  });

  it("does not take a project for gone while the API that shows it is off", async () => {
    const off =
      "ERROR: (gcloud.projects.describe) PERMISSION_DENIED: Cloud Resource Manager API has not been used in project 1 before or it is disabled. - reason: SERVICE_DISABLED";
    const all = await found({ "gcloud projects": new Error(off), "gcloud services": new Error(off) });
    const states = all.map(({ id, state }) => `${id} ${state}`);
    assert.ok(states.includes("project unknown"));
    assert.ok(states.includes("apis missing"));
  });

  it("asks for the provider's credentials also where the cluster takes those of gcloud", async () => {
    const cluster = { ...dev.config.cluster, login: "gcloud" } as const;
    const own = { ...dev, config: { ...dev.config, cluster } };
    const { fix } = await one("credentials", { "gcloud auth": undefined }, own);
    assert.equal(fix, "gcloud auth application-default login");
  });

  it("compares quotas with what the first up asks for, less what is in use", async () => {
    const quotas = [
      { metric: "CPUS", limit: 8, usage: 6 },
      { metric: "SSD_TOTAL_GB", limit: 2048, usage: 0 },
      { metric: "IN_USE_ADDRESSES", limit: 8, usage: 0 },
    ];
    const { says, state } = await one("quota", { "gcloud compute": { quotas } });
    const need = dev.quotas.find(({ quota }) => quota === "CPUS")!.need.min;
    assert.equal(state, "missing");
    assert.equal(
      says,
      `The first up needs more than is free in europe-west1: ${need.toString()} CPUS, and 2 of 8 are free`,
    );
    assert.deepEqual(await lacking({ "gcloud compute": { quotas: [] } }), { quota: "unknown" });
    assert.deepEqual(await lacking({ "gcloud compute": undefined }), { quota: "unknown" });
  });

  it("asks for a project of one's own", async () => {
    const shipped = await goalOf("dev", ROOT);
    assert.equal(
      (await one("project-named", {}, shipped)).fix,
      "npx pulumi config set gcp:project YOUR-PROJECT --stack dev",
    );
  });

  it("asks a stack on a cluster that is there for that cluster, and nothing of Google", async () => {
    const local = await goalOf("local", ROOT);
    const kubeconfig = { ...local.config.kubeconfig, path: join(folder, "none") };
    const all = await found({}, { ...local, config: { ...local.config, kubeconfig } });
    assert.deepEqual(
      all.map(({ id, state }) => `${id} ${state}`),
      ["pulumi ok", "state ok", "cluster missing"],
    );
  });

  it("runs programs as they are, and takes one that is not there for missing", async () => {
    const shell = shellIn(folder, { PATH: folder });
    writeFileSync(
      join(folder, "speaks"),
      '#!/bin/sh\necho one\necho first >&2\necho "last $CLOUDSDK_CORE_DISABLE_PROMPTS" >&2\nexit 3\n',
    );
    chmodSync(join(folder, "speaks"), 0o755);
    assert.deepEqual(await shell("speaks", []), { code: 3, stdout: "one\n", complaint: "first last 1" });
    assert.equal((await shell("is-not-there", [])).code, undefined);
    writeFileSync(join(folder, "waits"), "#!/bin/sh\n/bin/sleep 30\n");
    chmodSync(join(folder, "waits"), 0o755);
    const { code, complaint } = await shellIn(folder, { PATH: folder }, 200)("waits", []);
    assert.deepEqual({ code, complaint }, { code: undefined, complaint: "waits did not end within 0.2 s" });
  });

  it("prints what is lacking and ends with 1, with 2 for a stack that there is not, and never prints a token", () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(
      join(bin, "gcloud"),
      `#!/bin/sh\n[ "$1" = auth ] && echo ${TOKEN} && exit 0\n[ "$1" = version ] && echo '{"Google Cloud SDK": "528.0.0"}' && exit 0\nexit 1\n`,
    );
    chmodSync(join(bin, "gcloud"), 0o755);
    const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}`, PULUMI_HOME: folder };
    const { status, stdout } = run(["doctor", "setup", "prod", "--format", "json"], { env });
    assert.equal(status, 1);
    const { checks } = JSON.parse(stdout) as { readonly checks: readonly Found[] };
    assert.equal(checks.find(({ id }) => id === "credentials")?.state, "ok");
    assert.equal(checks.find(({ id }) => id === "project-named")?.state, "missing");
    assert.doesNotMatch(stdout, new RegExp(TOKEN));
    const none = run(["doctor", "setup", "nope"], { env });
    assert.equal(none.status, 2);
    assert.match(none.stderr, /The stacks here are dev, local, prod, review\./);
  });
});
