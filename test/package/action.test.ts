import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { temporaryFolder } from "../support/cli";
import { PINNED, usedIn } from "../support/pinned-actions";
import { ROOT } from "../support/stacks";

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

interface Hook {
  readonly entry: string;
  readonly language: string;
  readonly files: string;
  readonly pass_filenames: boolean;
}

const TEXT = readFileSync(join(ROOT, "action.yml"), "utf8");
const ACTION = parse(TEXT) as Action;

/** How a run of the action ended. */
interface Run {
  /** Exit code of the step that failed; 0 where none did. */
  readonly status: number;
  readonly stdout: string;
  readonly summary: string;
  /** Actions of others that would have run, with their inputs. */
  readonly used: readonly { readonly action: string; readonly inputs: Readonly<Record<string, string>> }[];
  /** Calls of gh, each with the text that it sent. */
  readonly gh: string;
}

describe("the GitHub Action", function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  const action = join(folder, "action");
  const repository = join(folder, "repository");
  const temp = join(folder, "temp");
  const tools = join(folder, "tools");
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: repository,
      encoding: "utf8",
    }).trim();
  const commit = (message: string): string => {
    git("add", ".");
    git("commit", "--quiet", "-m", message);
    return git("rev-parse", "HEAD");
  };
  const manifest = readFileSync(join(ROOT, "examples", "manifests", "db.yaml"), "utf8");
  let base = "";
  let isInstalled = false;

  before(() => {
    // What a runner downloads: what is committed, or about to be.
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    for (const file of files.split("\n").filter((name) => name !== "" && existsSync(join(ROOT, name)))) {
      mkdirSync(dirname(join(action, file)), { recursive: true });
      cpSync(join(ROOT, file), join(action, file));
    }
    [repository, temp, tools].forEach((path) => {
      mkdirSync(path);
    });
    writeFileSync(
      join(tools, "gh"),
      `#!/usr/bin/env bash
echo "gh $*" >> "$GH_LOG"
for argument in "$@"; do
  case $argument in body=@*) cat "\${argument#body=@}" >> "$GH_LOG" ;; esac
done
case "$*" in *--paginate*) echo "$EXISTING" ;; *) echo https://example.com/comment ;; esac
`,
    );
    chmodSync(join(tools, "gh"), 0o755);
    git("init", "--quiet");
    mkdirSync(join(repository, "k8s"));
    writeFileSync(join(repository, "k8s", "db.yaml"), manifest);
    base = commit("one");
    writeFileSync(join(repository, "k8s", "other.yaml"), manifest.replaceAll("name: db", "name: other"));
    commit("two");
  });

  /** Runs the steps one after another, as a runner would. */
  const run = (inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}): Run => {
    const file = (name: string): string => {
      writeFileSync(join(temp, name), "");
      return join(temp, name);
    };
    const [summary, log] = [file("summary"), file("gh.log")];
    const known = new Map<string, string>([
      ["github.action_path", action],
      ["github.token", "TOKEN"],
      ["github.event.pull_request.base.sha", base],
      ["github.event.pull_request.number", "12"],
      ...Object.entries(ACTION.inputs).map(([name, input]) => [`inputs.${name}`, input.default] as const),
      ...Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value] as const),
    ]);
    const lookUp = (name: string): string => known.get(name) ?? "";
    const filled = (text: string): string => text.replace(/\$\{\{ (\S+) \}\}/g, (_, name: string) => lookUp(name));
    const used: { action: string; inputs: Readonly<Record<string, string>> }[] = [];
    let stdout = "";
    for (const step of ACTION.runs.steps) {
      if (!holds(step.if, lookUp)) {
        continue;
      }
      const filledIn = (values: Readonly<Record<string, string>> = {}): Record<string, string> =>
        Object.fromEntries(Object.entries(values).map(([key, value]) => [key, filled(value)]));
      if (step.uses !== undefined) {
        used.push({ action: step.uses.split("@")[0] ?? "", inputs: filledIn(step.with) });
        continue;
      }
      if (step.run?.startsWith("npm ci") === true && isInstalled) {
        continue; // By the test before.
      }
      assert.doesNotMatch(step.run ?? "", /\$\{\{/, "what a stranger wrote is never part of a command");
      const output = file("output");
      const ended = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run ?? ""], {
        cwd: filled(step["working-directory"] ?? repository),
        encoding: "utf8",
        env: {
          ...process.env,
          PATH: `${tools}:${process.env["PATH"] ?? ""}`,
          RUNNER_TEMP: temp,
          GITHUB_OUTPUT: output,
          GITHUB_STEP_SUMMARY: summary,
          GITHUB_REPOSITORY: "shop/manifests",
          GH_LOG: log,
          ...filledIn(step.env),
          ...env,
        },
      });
      stdout += ended.stdout + ended.stderr;
      for (const line of readFileSync(output, "utf8").split("\n")) {
        const [name = "", ...value] = line.split("=");
        known.set(`steps.${step.id ?? ""}.outputs.${name}`, value.join("="));
      }
      if (ended.status !== 0) {
        return { status: ended.status ?? -1, stdout, summary: read(summary), used, gh: read(log) };
      }
    }
    return { status: 0, stdout, summary: read(summary), used, gh: read(log) };
  };

  it("installs itself without what only its development needs, annotates, and fails at the end", () => {
    const { gh, status, stdout, summary, used } = run({});
    isInstalled = true;
    assert.equal(status, 1);
    assert.ok(!existsSync(join(action, "node_modules", "eslint")));
    assert.match(stdout, /^::error file=k8s\/db\.yaml,line=\d+,.*title=no-backup \(critical\)::/m);
    assert.match(summary, /^### gke-stateful analyze: 2 critical/);
    assert.deepEqual(
      used.map((one) => one.action),
      ["actions/setup-node"],
    );
    assert.equal(gh, "");
  });

  it("leaves out what the base of a pull request has, and leaves no trace of it", () => {
    const { status, stdout, summary } = run({ "new-only": "true", paths: "k8s\n" });
    assert.equal(status, 1);
    assert.doesNotMatch(stdout, /file=k8s\/db\.yaml/);
    assert.match(stdout, /file=k8s\/other\.yaml/);
    assert.match(summary, /10 known from the baseline/);
    assert.equal(git("status", "--short"), "");
    assert.equal(git("worktree", "list").split("\n").length, 1);
  });

  it("takes everything for new where the base has nothing that can be judged", () => {
    const { stdout, summary } = run({ "new-only": "true", paths: "k8s/other.yaml" });
    assert.match(stdout, /::notice::new-only: the base could not be judged/);
    assert.match(summary, /1 critical/);
  });

  it("comments once, and sends SARIF where that is asked for", () => {
    const { gh, status, used } = run({ comment: "true", "upload-sarif": "true", "fail-on": "none" });
    assert.equal(status, 0);
    assert.match(gh, /^gh api --method POST repos\/shop\/manifests\/issues\/12\/comments /m);
    assert.match(gh, /^<!-- gke-stateful analyze -->\n### gke-stateful analyze: 2 critical/m);
    const upload = used.find((one) => one.action === "github/codeql-action/upload-sarif");
    assert.equal((parse(read(upload?.inputs["sarif_file"] ?? "")) as { version: string }).version, "2.1.0");
    assert.match(
      run({ comment: "true" }, { EXISTING: "7" }).gh,
      /^gh api --method PATCH repos\/shop\/manifests\/issues\/comments\/7 /m,
    );
  });

  it("refuses what it cannot use with 2, and takes no input for a command", () => {
    assert.equal(run({ "new-only": "yes" }).status, 2);
    const wrong = run({ "fail-on": "severe" });
    assert.equal(wrong.status, 2);
    assert.match(wrong.stdout, /--fail-on/);
    const hostile = run({ paths: `k8s\n$(touch ${join(temp, "pwned")})\n--write-baseline=${join(temp, "pwned")}` });
    assert.equal(hostile.status, 2);
    assert.ok(!existsSync(join(temp, "pwned")));
  });

  it("is a hook of pre-commit too, which installs once and judges what it is told", () => {
    const [hook, ...others] = parse(read(join(ROOT, ".pre-commit-hooks.yaml"))) as readonly Hook[];
    assert.ok(hook !== undefined && others.length === 0);
    assert.deepEqual([hook.language, hook.pass_filenames], ["script", false]);
    assert.match("k8s/db.yaml", new RegExp(hook.files));
    const judge = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(join(action, hook.entry), args, { cwd: repository, encoding: "utf8" });
    const { status, stderr, stdout } = judge("k8s/db.yaml");
    assert.deepEqual([status, stderr], [1, ""]);
    assert.match(stdout, /no-backup/);
    assert.doesNotMatch(stdout, /shop\/other/);
    assert.equal(judge("--fail-on", "none", "k8s").status, 0);
    // An installation that was cut off leaves everything but this file.
    rmSync(join(action, "node_modules", ".package-lock.json"));
    assert.match(judge("k8s").stderr, /^Installing gke-stateful, once/);
  });

  it("pins every action by the commit of its release, and Node.js by package.json", () => {
    for (const { action: name, commit: pinned, release } of usedIn(TEXT)) {
      assert.deepEqual([release, pinned], PINNED[name], name);
    }
    const { devDependencies } = parse(read(join(ROOT, "package.json"))) as { devDependencies: Record<string, string> };
    const [setup] = ACTION.runs.steps;
    assert.equal(setup?.with?.["node-version"], devDependencies["node"]);
  });

  it("has every input and output in the documentation", () => {
    const page = read(join(ROOT, "docs", "analyze.md"));
    for (const name of [...Object.keys(ACTION.inputs), ...Object.keys(ACTION.outputs)]) {
      assert.ok(page.includes(`\`${name}\``), name);
    }
  });
});

const read = (file: string): string => readFileSync(file, "utf8");

/** Conditions as action.yml has them: values, and comparisons with texts, all of which must hold. */
function holds(condition: string | undefined, lookUp: (name: string) => string): boolean {
  return (condition ?? "").split(" && ").every((term) => {
    const [, name = "", sign, text = ""] = /^(\S+)(?: (==|!=) '(.*)')?$/.exec(term) ?? [];
    return term === "" || (sign === undefined ? lookUp(name) !== "" : (lookUp(name) === text) === (sign === "=="));
  });
}
