import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { median } from "./median";

/**
 * How fast the analysis is beside others, as ratios within one run, because machines differ and are busy:
 * - a corpus against kube-score, on the files that kube-score can read (goal: at most 1.0), and against checkov (goal: at least
 *   15 times as fast); kubeconform for information;
 * - one file against kube-score (goal: at most 5);
 * - 1,000 and 10,000 files, and 1,000 and 4,000 of one namespace: the exponent with which time grows (goal: at most 1.1), and the peak of
 *   memory.
 * The corpus is the folder that is given, by default ../shared/corpus. The others are installed into a cache: kube-score and
 * kubeconform need Go, checkov needs Python; what cannot be installed is said and left out. Exits 1 if a goal is missed.
 */

const ROOT = join(__dirname, "..", "..");
const CORPUS = resolve(process.argv[2] ?? join(ROOT, "..", "shared", "corpus"));
const CACHE = join(homedir(), ".cache", "gke-stateful", "peers");
const ROUNDS = 7;
const CHECKOV_ROUNDS = 2;
const GOALS = { corpus: 1, checkov: 15, file: 5, exponent: 1.1 } as const;
const SIZES = [1000, 10_000] as const;
const SIZES_OF_ONE = [1000, 4000] as const;
/** Versions of the research that the goals come from; kube-score tags none that says itself. */
const GO_TOOLS = {
  "kube-score": "github.com/zegl/kube-score/cmd/kube-score@latest",
  kubeconform: "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0",
};
const CHECKOV = "checkov==3.3.30";

interface Run {
  readonly seconds: number;
  /** Peak of memory, in MB. */
  readonly megabytes: number;
}

/** Wall time and peak memory of a command, whatever it exits with. */
function measure(command: string, args: readonly string[], cwd = ROOT): Run {
  const start = performance.now();
  const { error, stderr } = spawnSync("/usr/bin/time", ["-f", "%M", command, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (error !== undefined) {
    throw error;
  }
  return { seconds: (performance.now() - start) / 1000, megabytes: Number(stderr.trim().split("\n").at(-1)) / 1000 };
}

function goTool(name: keyof typeof GO_TOOLS): string | undefined {
  const binary = join(CACHE, "bin", name);
  if (!existsSync(binary)) {
    mkdirSync(join(CACHE, "bin"), { recursive: true });
    spawnSync("go", ["install", GO_TOOLS[name]], {
      env: { ...process.env, GOBIN: join(CACHE, "bin") },
      stdio: "inherit",
    });
  }
  return existsSync(binary) ? binary : undefined;
}

function checkov(): string | undefined {
  const binary = join(CACHE, "venv", "bin", "checkov");
  if (!existsSync(binary)) {
    spawnSync("python3", ["-m", "venv", join(CACHE, "venv")], { stdio: "inherit" });
    spawnSync(join(CACHE, "venv", "bin", "pip"), ["install", "-q", CHECKOV], { stdio: "inherit" });
  }
  return existsSync(binary) ? binary : undefined;
}

/** The package as npm would install it. */
function installed(): string {
  execFileSync(process.execPath, ["--import", "tsx", "tools/build/package.ts"], { cwd: ROOT, stdio: "inherit" });
  const folder = mkdtempSync(join(tmpdir(), "gke-stateful-bench-"));
  cpSync(join(ROOT, "dist"), folder, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Files that kube-score reads; it stops at the first one that it does not. */
function readable(kubeScore: string): readonly string[] {
  const all = readdirSync(CORPUS, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(?:ya?ml|json)$/.test(name),
  );
  return all.filter(
    (name) => !spawnSync(kubeScore, ["score", name], { cwd: CORPUS, encoding: "utf8" }).stderr.includes("Failed to"),
  );
}

/** A repository of that many files: services as people have them, ten files each, and so many files in a namespace. */
function repository(files: number, inNamespace: number): string {
  const folder = mkdtempSync(join(tmpdir(), "gke-stateful-repository-"));
  const set = readFileSync(join(__dirname, "analyze-set.yaml"), "utf8");
  for (let index = 0; index < files; index += 1) {
    const service = join(folder, `team-${String(index % 97)}`, `service-${String(Math.floor(index / 10))}`);
    mkdirSync(service, { recursive: true });
    writeFileSync(
      join(service, `part-${String(index % 10)}.yaml`),
      set
        .replaceAll("NAME", `db-${String(index)}`)
        .replaceAll("SPACE", `space-${String(Math.floor(index / inNamespace))}`),
    );
  }
  return folder;
}

let missed = 0;

function report(what: string, value: number, goal?: { readonly atMost?: number; readonly atLeast?: number }): void {
  const holds = goal === undefined || (value <= (goal.atMost ?? Infinity) && value >= (goal.atLeast ?? -Infinity));
  const wanted =
    goal === undefined
      ? ""
      : ` (goal: ${goal.atMost === undefined ? `at least ${String(goal.atLeast)}` : `at most ${String(goal.atMost)}`}${holds ? "" : ", MISSED"})`;
  missed += holds ? 0 : 1;
  process.stdout.write(`${what}: ${value.toFixed(2)}${wanted}\n`);
}

function compareOnCorpus(bin: string, kubeScore: string): void {
  const files = readable(kubeScore);
  const ours = ["analyze", ...files];
  const single = files.find((name) => name.endsWith("statefulset.yaml")) ?? files[0] ?? "";
  measure(process.execPath, [bin, ...ours], CORPUS); // What an installed tool has done before: its code is compiled.
  const rounds = Array.from({ length: ROUNDS }, () => ({
    ours: measure(process.execPath, [bin, ...ours], CORPUS),
    score: measure(kubeScore, ["score", ...files], CORPUS),
    oursOne: measure(process.execPath, [bin, "analyze", single], CORPUS),
    scoreOne: measure(kubeScore, ["score", single], CORPUS),
    node: measure(process.execPath, ["-e", "0"], CORPUS),
  }));
  const of = (key: keyof (typeof rounds)[number]): number => median(rounds.map((round) => round[key].seconds));
  process.stdout.write(
    `${relative(process.cwd(), CORPUS)}: ${String(files.length)} files that kube-score can read; start of Node.js alone ${(of("node") / of("scoreOne")).toFixed(1)} × kube-score on one file\n`,
  );
  report("corpus, × kube-score", of("ours") / of("score"), { atMost: GOALS.corpus });
  report("one file, × kube-score", of("oursOne") / of("scoreOne"), { atMost: GOALS.file });
  report("corpus, peak MB", Math.max(...rounds.map(({ ours: { megabytes } }) => megabytes)));
  report("corpus, kube-score's peak MB", Math.max(...rounds.map(({ score: { megabytes } }) => megabytes)));
}

function compareWithOthers(bin: string): void {
  const ours = (): number =>
    median(Array.from({ length: ROUNDS }, () => measure(process.execPath, [bin, "analyze", "."], CORPUS).seconds));
  const kubeconform = goTool("kubeconform");
  if (kubeconform === undefined) {
    process.stdout.write("kubeconform: cannot be installed here\n");
  } else {
    // Without schemas at hand it only parses; its own come from the internet.
    const args = ["-ignore-missing-schemas", "-schema-location", CACHE, "."];
    report(
      "whole corpus, × kubeconform without schemas",
      ours() / median(Array.from({ length: ROUNDS }, () => measure(kubeconform, args, CORPUS).seconds)),
    );
  }
  const binary = checkov();
  if (binary === undefined) {
    process.stdout.write("checkov: cannot be installed here\n");
    return;
  }
  const theirs = median(
    Array.from(
      { length: CHECKOV_ROUNDS },
      () => measure(binary, ["-d", ".", "--framework", "kubernetes", "--quiet", "--compact"], CORPUS).seconds,
    ),
  );
  report("whole corpus, times as fast as checkov", theirs / ours(), { atLeast: GOALS.checkov });
}

/** Many namespaces hide what takes the square of the objects of one. */
function growth(
  bin: string,
  { inNamespace, sizes }: { readonly inNamespace: number; readonly sizes: readonly number[] },
): void {
  const where = inNamespace === Infinity ? "one namespace" : `namespaces of ${String(inNamespace)}`;
  const runs = sizes.map((size) => {
    const folder = repository(size, inNamespace);
    const all = [1, 2, 3].map(() => measure(process.execPath, [bin, "analyze", "."], folder));
    rmSync(folder, { recursive: true });
    return {
      size,
      seconds: median(all.map(({ seconds }) => seconds)),
      megabytes: Math.max(...all.map(({ megabytes }) => megabytes)),
    };
  });
  const [small, large] = runs;
  if (small === undefined || large === undefined) {
    return;
  }
  report(
    `${String(small.size)} to ${String(large.size)} files in ${where}, exponent`,
    Math.log(large.seconds / small.seconds) / Math.log(large.size / small.size),
    { atMost: GOALS.exponent },
  );
  report(`${String(large.size)} files in ${where}, peak MB`, large.megabytes);
}

const folder = installed();
const bin = join(folder, "bin", "gke-stateful.js");
try {
  const kubeScore = goTool("kube-score");
  if (kubeScore === undefined || !existsSync(CORPUS)) {
    process.stdout.write(
      `${existsSync(CORPUS) ? "kube-score cannot be installed here" : `${CORPUS} is not there: name a folder of manifests`}\n`,
    );
  } else {
    compareOnCorpus(bin, kubeScore);
    compareWithOthers(bin);
  }
  growth(bin, { inNamespace: 10, sizes: SIZES });
  growth(bin, { inNamespace: Infinity, sizes: SIZES_OF_ONE });
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = missed === 0 ? 0 : 1;
