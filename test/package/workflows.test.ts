import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { parse } from "yaml";
import { temporaryFolder } from "../support/cli";
import { PINNED, usedIn } from "../support/pinned-actions";
import { ROOT } from "../support/stacks";
import type { Ended } from "../support/cli";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly concurrency?: { readonly group: string };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Version of the linter, a Go module. */
const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

const FILES = globSync(".github/workflows/*.yml", { cwd: ROOT }).toSorted();
const text = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const workflow = (file: string): Workflow => parse(text(file)) as Workflow;
const steps = (file: string): readonly Step[] => Object.values(workflow(file).jobs).flatMap((job) => job.steps);
const versions = (parse(text("package.json")) as { devDependencies: Record<string, string> }).devDependencies;

describe("the workflows", () => {
  it("pass actionlint", function () {
    this.timeout(300_000);
    if (spawnSync("go", ["version"]).status !== 0) {
      this.skip();
    }
    const { status, stderr, stdout } = spawnSync("go", ["run", ACTIONLINT], { cwd: ROOT, encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
  });

  for (const file of FILES) {
    it(`${basename(file)} pins every action by the commit of its release`, () => {
      for (const { action, commit, release } of usedIn(text(file))) {
        assert.deepEqual([release, commit], PINNED[action], action);
      }
    });

    it(`${basename(file)} asks for what its jobs need, and keeps no credentials of git`, () => {
      const { jobs, on, permissions } = workflow(file);
      assert.ok(permissions !== undefined, "no job has the default permissions");
      assert.ok(!Object.values(permissions).includes("write"), "what may write is said at the job");
      assert.ok(!Object.keys(on).includes("pull_request_target"));
      for (const [name, job] of Object.entries(jobs)) {
        assert.ok(job["timeout-minutes"] !== undefined, name);
        const usesPulumi = job.steps.some(({ uses }) => uses?.startsWith("pulumi/actions@") === true);
        assert.equal(job.permissions?.["id-token"] === "write", usesPulumi, "a token of identity, where it is used");
        assert.equal(
          job.concurrency?.group.startsWith("pulumi-") === true,
          usesPulumi,
          "one operation of a stack at a time",
        );
      }
      for (const step of steps(file).filter(({ uses }) => uses?.startsWith("actions/checkout@") === true)) {
        assert.equal(step.with?.["persist-credentials"], false);
      }
    });

    it(`${basename(file)} puts nothing into a command that a stranger wrote`, () => {
      for (const { run = "" } of steps(file)) {
        assert.doesNotMatch(run, /\$\{\{/);
      }
    });

    it(`${basename(file)} uses the versions of package.json`, () => {
      for (const { uses = "", with: inputs = {} } of steps(file)) {
        if (uses.startsWith("actions/setup-node@")) {
          assert.equal(inputs["node-version"], versions["node"]);
        }
        if (uses.startsWith("pulumi/actions@")) {
          assert.equal(inputs["pulumi-version"], versions["pulumi"]);
          assert.match(String(inputs["stack-name"]), /^\$\{\{ vars\.PULUMI_ORGANIZATION \}\}\/gke-stateful\//);
        }
      }
    });
  }

  it("give no secret and no right to write to the code of a pull request", () => {
    const { jobs, permissions } = workflow(".github/workflows/pull-request.yml");
    assert.deepEqual(permissions, { contents: "read" });
    for (const name of ["tests", "cluster", "plans"]) {
      assert.equal(jobs[name]!.permissions, undefined);
      assert.doesNotMatch(JSON.stringify(jobs[name]), /secrets\.|github\.token/);
    }
    assert.match(text(".github/workflows/pull-request.yml"), /head\.repo\.full_name == github\.repository/);
  });

  it("run commands that this suite, or .ci/run, runs too", () => {
    const commands = FILES.flatMap(steps).flatMap(({ run }) => run ?? []);
    const ci = text(".ci/run");
    const promised = text("docs/analyze.md"); // test/package/docs.test.ts runs what it promises
    const here = ["plans.sh base out/pull-request", "comment.sh", "deployed.sh", "merged.sh"].map(
      (script) => `bash .github/scripts/${script}`,
    );
    for (const command of new Set(commands)) {
      const plain = command.replace(/^npm run /, "npm run --silent ");
      assert.ok(
        here.includes(command) || ci.includes(plain) || ci.includes(command) || promised.includes(`\n${command}\n`),
        command,
      );
    }
    for (const command of here) {
      assert.ok(commands.includes(command), command);
    }
  });
});

describe("each workflow", () => {
  interface Shape extends Job {
    readonly if?: string;
    readonly environment?: string;
    readonly strategy?: { readonly matrix: { readonly stack: readonly string[] } };
    readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  }
  const job = (file: string, name: string): Shape => workflow(`.github/workflows/${file}.yml`).jobs[name]! as Shape;
  const inputsOf = (shape: Shape, action: string): Readonly<Record<string, unknown>> | undefined =>
    shape.steps.find(({ uses }) => uses?.startsWith(`${action}@`))?.with;
  const READS = { contents: "read", "id-token": "write" };
  const PREVIEW_TOKEN = {
    organization: "${{ vars.PULUMI_ORGANIZATION }}",
    "requested-token-type": "urn:pulumi:token-type:access_token:team",
    scope: "team:${{ vars.PULUMI_PREVIEW_TEAM }}",
  };

  /** The file of credentials that the action leaves is the only one that the provider and the cluster's plugin find. */
  const assertOneIdentity = (shape: Shape, account: string): void => {
    assert.equal(inputsOf(shape, "google-github-actions/auth")?.["service_account"], `\${{ ${account} }}`);
    assert.deepEqual(inputsOf(shape, "google-github-actions/setup-gcloud"), {
      install_components: "gke-gcloud-auth-plugin",
    });
    const order = ["google-github-actions/auth", "google-github-actions/setup-gcloud", "pulumi/actions"];
    const places = order.map((action) => shape.steps.findIndex(({ uses }) => uses?.startsWith(`${action}@`)));
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
    );
    assert.ok(
      shape.steps.every(
        ({ env = {}, uses }) =>
          !Object.keys(env).some((key) => key.startsWith("GOOGLE_")) && !uses?.startsWith("pulumi/esc-action"),
      ),
    );
  };

  it("previews pull requests of this repository only, judged by the pack, with credentials that may only read", () => {
    const preview = job("pull-request", "preview");
    assert.equal(
      preview.if,
      "github.event.pull_request.head.repo.full_name == github.repository && vars.PULUMI_ORGANIZATION != '' && vars.PULUMI_PREVIEW_TEAM != ''",
    );
    assert.deepEqual(preview.permissions, { ...READS, "pull-requests": "write" });
    assert.equal(preview.environment, "preview");
    assert.deepEqual(preview.strategy?.matrix.stack, ["dev", "prod"]);
    assert.deepEqual(preview.concurrency, { group: "pulumi-preview-${{ matrix.stack }}", "cancel-in-progress": false });
    assert.deepEqual(inputsOf(preview, "pulumi/auth-actions"), PREVIEW_TOKEN);
    assertOneIdentity(preview, "vars[format('GOOGLE_ACCOUNT_{0}', matrix.stack)]");
    const { command, policyPackConfigs, policyPacks } = inputsOf(preview, "pulumi/actions")!;
    assert.deepEqual(
      [command, policyPacks, policyPackConfigs],
      ["preview", "policy", "policy/config/${{ matrix.stack }}.json"],
    );
  });

  it("looks for drift of what was deployed, fails when there is some, and changes nothing", () => {
    const drift = job("drift", "drift");
    assert.deepEqual(Object.keys(workflow(".github/workflows/drift.yml").on), ["schedule", "workflow_dispatch"]);
    assert.deepEqual(drift.permissions, READS);
    assert.deepEqual(drift.concurrency, { group: "pulumi-drift-${{ matrix.stack }}", "cancel-in-progress": false });
    assert.deepEqual(inputsOf(drift, "pulumi/auth-actions"), PREVIEW_TOKEN);
    assertOneIdentity(drift, "vars[format('GOOGLE_ACCOUNT_{0}', matrix.stack)]");
    const { "expect-no-changes": expects, command, refresh } = inputsOf(drift, "pulumi/actions")!;
    assert.deepEqual([command, refresh, expects], ["preview", true, true]);
    const [checkout, deployed] = drift.steps;
    assert.equal(checkout?.with?.["fetch-depth"], 0);
    assert.equal(deployed?.run, "bash .github/scripts/deployed.sh");
  });

  it("deploys prod at a tag that is merged, when somebody has approved, judged by the pack, and cuts nothing off", () => {
    const deploy = job("deploy-prod", "deploy");
    assert.deepEqual(workflow(".github/workflows/deploy-prod.yml").on, { push: { tags: ["v*"] } });
    assert.equal(deploy.environment, "prod");
    assert.deepEqual(deploy.permissions, READS);
    assert.deepEqual(deploy.concurrency, { group: "pulumi-prod", "cancel-in-progress": false });
    assert.equal(deploy.steps[1]?.run, "bash .github/scripts/merged.sh");
    assertOneIdentity(deploy, "vars.GOOGLE_ACCOUNT_PROD");
    const { "stack-name": stack, command, policyPackConfigs, policyPacks } = inputsOf(deploy, "pulumi/actions")!;
    assert.deepEqual(
      [command, stack, policyPacks, policyPackConfigs],
      ["up", "${{ vars.PULUMI_ORGANIZATION }}/gke-stateful/prod", "policy", "policy/config/prod.json"],
    );
  });

  it("comments with the code of the default branch, and may do nothing else", () => {
    const comment = job("comment", "comment");
    assert.deepEqual(workflow(".github/workflows/comment.yml").on, {
      workflow_run: { workflows: [workflow(".github/workflows/pull-request.yml").name], types: ["completed"] },
    });
    assert.deepEqual(comment.permissions, { actions: "read", contents: "read", "pull-requests": "write" });
    assert.deepEqual(inputsOf(comment, "actions/checkout"), { "persist-credentials": false });
    assert.equal(comment.steps.length, 2);
  });
});

describe("deployed.sh and merged.sh", () => {
  const folder = temporaryFolder();
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
  const script = (name: string, env: Readonly<Record<string, string>>): Ended & { output: string } => {
    const file = join(folder, "output");
    writeFileSync(file, "");
    const ended = spawnSync("bash", [join(ROOT, ".github", "scripts", name)], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, GITHUB_OUTPUT: file, ...env },
    });
    return { ...ended, output: readFileSync(file, "utf8") };
  };

  before(() => {
    git("init", "--quiet", "--initial-branch", "main");
    git("commit", "--quiet", "--allow-empty", "-m", "one");
  });

  it("find nothing where no tag has deployed prod", () => {
    assert.deepEqual(script("deployed.sh", { STACK: "prod" }).output, "found=false\n");
    assert.deepEqual(script("deployed.sh", { STACK: "dev" }).output, "found=true\n");
  });

  it("check out the last tag for prod, by version, and the branch for everybody else", () => {
    git("tag", "v0.9.0");
    const first = git("rev-parse", "HEAD");
    git("commit", "--quiet", "--allow-empty", "-m", "two");
    git("tag", "v0.10.0");
    const second = git("rev-parse", "HEAD");
    git("commit", "--quiet", "--allow-empty", "-m", "three");
    assert.equal(script("deployed.sh", { STACK: "dev" }).status, 0);
    assert.notEqual(git("rev-parse", "HEAD"), second);
    assert.equal(script("deployed.sh", { STACK: "prod" }).output, "found=true\n");
    assert.equal(git("rev-parse", "HEAD"), second, "0.10 is later than 0.9");
    assert.notEqual(first, second);
  });

  it("refuse a tag that is not on the branch", () => {
    git("update-ref", "refs/remotes/origin/main", "v0.9.0");
    git("checkout", "--quiet", "v0.9.0");
    assert.equal(script("merged.sh", { BRANCH: "main" }).status, 0);
    git("checkout", "--quiet", "v0.10.0");
    const { status, stderr } = script("merged.sh", { BRANCH: "main" });
    assert.equal(status, 1);
    assert.match(stderr, /is not on main: merge it first, then tag the merge\./);
  });
});

describe("plans.sh", function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  const head = join(folder, "head");
  const base = join(head, "base");
  const SKIPPED = /^(?:node_modules|out|dist|coverage|base|\.git)(?:\/|$)/;

  const checkout = (to: string): void => {
    cpSync(ROOT, to, { recursive: true, filter: (path) => !SKIPPED.test(relative(ROOT, path)) });
    symlinkSync(join(ROOT, "node_modules"), join(to, "node_modules"));
  };
  const replace = (file: string, from: string | RegExp, to: string): void => {
    const before = readFileSync(file, "utf8");
    assert.notEqual(before.replace(from, to), before);
    writeFileSync(file, before.replace(from, to));
  };
  const plans = (env: Readonly<Record<string, string>> = {}): Ended =>
    spawnSync("bash", [".github/scripts/plans.sh", "base", "out/pull-request"], {
      cwd: head,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", GITHUB_STEP_SUMMARY: join(folder, "summary.md"), ...env },
    });
  const comment = (): string => readFileSync(join(head, "out", "pull-request", "comment.md"), "utf8");

  before(() => {
    checkout(head);
    checkout(base);
    replace(join(base, "Pulumi.dev.yaml"), "min: 1, max: 3", "min: 1, max: 3, machineType: e2-standard-2");
    execFileSync("rm", [join(base, "Pulumi.review.yaml")]);
  });

  it("plans every stack, compares it with the base, and annotates what the pack says", () => {
    const { status, stderr, stdout } = plans();
    assert.equal(status, 1, "review is new and costs more than is allowed");
    assert.equal(stderr, "");
    const text = comment();
    assert.match(
      text,
      /^<!-- gke-stateful plans -->\n## What this builds and costs\n\nWritten by the code of the pull request\.\n\n### Stack `dev`\n/,
    );
    assert.match(text, /### Stack `dev`\n\n\*\*Policies:\*\* 0 mandatory, \d+ advisory; 0 new, 0 mended\.\n/);
    assert.match(text, /\| NodePool stateful-pool: e2-standard-4, on demand \| {2}\| \$107\.62 \| \+\$107\.62 \|/);
    assert.match(text, /### Stack `local`\n[\s\S]*?\*\*Resources:\*\* none changed\./);
    assert.match(text, /### New stack `review`\n[\s\S]*?\*\*, more than the \$200 that are allowed\*\*/);
    assert.match(stdout, /^::warning file=Pulumi\.dev\.yaml,title=dev%3A cluster-deletion-protection::/m);
    assert.equal(readFileSync(join(folder, "summary.md"), "utf8"), text, "the summary of the run says the same");
  });

  it("ends with 0 where nothing is too much", () => {
    assert.equal(plans({ MAX_INCREASE: "1000" }).status, 0);
  });

  it("says which stack is gone, and compares none with a base that could not be planned", () => {
    const prod = join(base, "Pulumi.prod.yaml");
    const before = readFileSync(prod, "utf8");
    writeFileSync(prod, "config: { gke-stateful:zones: [nowhere] }\n");
    writeFileSync(join(base, "Pulumi.old.yaml"), before);
    assert.equal(plans({ MAX_INCREASE: "300" }).status, 0);
    writeFileSync(prod, before);
    assert.match(
      comment(),
      /Stack `prod` could not be planned before, so there is nothing to compare it with\.\n\n### New stack `prod`/,
    );
    assert.match(comment(), /### Stack `old` is gone\n/);
    execFileSync("rm", [join(base, "Pulumi.old.yaml")]);
  });

  it("says which stack cannot be planned, and goes on with the others", () => {
    replace(join(head, "Pulumi.dev.yaml"), "europe-west1-b", "mars-north1-x");
    const { status, stderr } = plans({ MAX_INCREASE: "1000" });
    assert.equal(status, 2);
    assert.match(stderr, /The configuration of stack dev has 1 problem/);
    assert.match(
      comment(),
      /### Stack `dev`\n\n\*\*It cannot be planned:\*\*\n\n```text\nThe configuration of stack dev/,
    );
    assert.match(comment(), /### Stack `prod`\n/);
  });
});

describe("comment.sh", () => {
  const folder = temporaryFolder();
  const bin = join(folder, "bin");
  /** A gh that answers from files, and writes down what it is asked, an argument a line. */
  const GH = `#!/usr/bin/env bash
printf '%s\\n' "$@" --- >> "$FAKE/asked"
case "$*" in
  "run download"*) [ -f "$FAKE/comment.md" ] && cp -P "$FAKE/comment.md" "\${!#}/" ;;
  *pulls*) cat "$FAKE/number" ;;
  *--paginate*) cat "$FAKE/existing" ;;
  *) for argument; do case "$argument" in body=@*) cp "\${argument#body=@}" "$FAKE/body" ;; esac; done ;;
esac`;
  let fake: string;

  const comment = (files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}): Ended => {
    fake = join(folder, String(Object.keys(files).length) + String(Math.random()));
    mkdirSync(fake);
    for (const [name, content] of Object.entries({ number: "", existing: "", ...files })) {
      writeFileSync(join(fake, name), content);
    }
    return spawnSync("bash", [".github/scripts/comment.sh"], {
      cwd: ROOT,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${bin}:${process.env["PATH"] ?? ""}`,
        FAKE: fake,
        GITHUB_REPOSITORY: "acme/gke-stateful",
        RUN_ID: "42",
        HEAD_OWNER: "stranger",
        HEAD_BRANCH: 'x"; touch pwned; #&state=all',
        HEAD_SHA: "abc",
        ...env,
      },
    });
  };
  const asked = (): string => readFileSync(join(fake, "asked"), "utf8");
  const BODY = "<!-- gke-stateful plans -->\n## What this builds and costs\n";

  before(() => {
    mkdirSync(bin);
    writeFileSync(join(bin, "gh"), GH, { mode: 0o755 });
  });

  it("writes a new comment, and hands the branch on as one argument", () => {
    const { status, stderr } = comment({ "comment.md": BODY, number: "7" });
    assert.equal(status, 0, stderr);
    assert.match(asked(), /\nhead=stranger:x"; touch pwned; #&state=all\n/);
    assert.match(asked(), /POST\nrepos\/acme\/gke-stateful\/issues\/7\/comments\n/);
    assert.equal(readFileSync(join(fake, "body"), "utf8"), BODY);
    assert.ok(!existsSync(join(ROOT, "pwned")));
  });

  it("changes the comment from before", () => {
    assert.equal(comment({ "comment.md": BODY, number: "7", existing: "99\n100\n" }).status, 0);
    assert.match(asked(), /PATCH\nrepos\/acme\/gke-stateful\/issues\/comments\/99\n/);
  });

  it("writes nothing where the pull request has moved on, or the run left nothing", () => {
    assert.match(comment({ "comment.md": BODY }).stdout, /No open pull request is at commit abc any more/);
    assert.doesNotMatch(asked(), /POST|PATCH/);
    assert.match(comment({}).stdout, /Run 42 left no plans/);
    assert.doesNotMatch(asked(), /POST|PATCH/);
  });

  it("writes no text that is something else than a comment of plans", () => {
    assert.equal(comment({ "comment.md": "Buy now!\n", number: "7" }).status, 1);
    assert.doesNotMatch(asked(), /POST|PATCH/);
  });

  it("cuts what is too long for GitHub, and no character in two", () => {
    assert.equal(comment({ "comment.md": BODY + "–".repeat(30_000), number: "7" }).status, 0);
    const body = readFileSync(join(fake, "body"), "utf8");
    assert.ok(Buffer.byteLength(body) <= 60_200 && Buffer.byteLength(body) > 59_990);
    assert.match(body, /–\n\n\*\*Cut here:\*\* it is too long for a comment\./);
  });
});
