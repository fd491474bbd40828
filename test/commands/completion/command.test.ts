import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { run } from "../../support/cli";

/** What bash offers for words that are typed. */
function offered(script: string, ...words: readonly string[]): readonly string[] {
  const typed = ["gke-stateful", ...words].map((word) => `'${word}'`).join(" ");
  const text = execFileSync(
    "bash",
    [
      "-c",
      `${script}\nCOMP_WORDS=(${typed}); COMP_CWORD=${String(words.length)}; _gke_stateful; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ],
    { encoding: "utf8" },
  );
  return text.trim().split("\n");
}

describe("gke-stateful completion", () => {
  it("lets bash complete commands, their verbs and their options", () => {
    const { status, stdout } = run(["completion", "bash"]);
    assert.equal(status, 0);
    assert.deepEqual(offered(stdout, "reh"), ["rehearse"]);
    assert.deepEqual(offered(stdout, "plan", "d"), ["diff"]);
    assert.deepEqual(offered(stdout, "plan", "diff", "--mark"), ["--markdown"]);
    assert.deepEqual(offered(stdout, "volumes", "grow", "--ap"), ["--apply"]);
    assert.ok(offered(stdout, "analyze", "--f").includes("--format"));
    assert.ok(offered(stdout, "analyze", "/etc/host").includes("/etc/hosts"), "paths are the shell's own");
  });

  it("lets zsh take what bash has, and has lines for fish", () => {
    assert.match(run(["completion", "zsh"]).stdout, /^autoload -U \+X bashcompinit && bashcompinit\n_gke_stateful\(\)/);
    const { stdout } = run(["completion", "fish"]);
    assert.match(stdout, /^complete -c gke-stateful -n '__fish_use_subcommand' -f -a plan$/m);
    assert.match(
      stdout,
      /^complete -c gke-stateful -n '__fish_seen_subcommand_from plan; and __fish_seen_subcommand_from diff' -l markdown$/m,
    );
  });

  it("refuses another shell with 2", () => {
    const { status, stderr } = run(["completion", "tcsh"]);
    assert.equal(status, 2);
    assert.match(stderr, /Allowed choices are bash, zsh, fish/);
  });
});
