import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluate } from "../../policy/rules/engine/evaluate";
import { fromStack } from "../../policy/graph/from-pulumi";
import { ObjectGraph } from "../../policy/graph/graph";
import { RULES } from "../../policy/rules";
import { startPack } from "../../commands/plan/engine/pack-process";
import { openSession } from "../../commands/plan/engine/policy-pack";
import { median } from "./median";
import type { PulumiResource } from "../../policy/graph/from-pulumi";
import type { AnsweredRegistration } from "../../commands/plan/engine/registration";

/**
 * How fast the pack is, as ratios within one run, because machines differ and are busy:
 * - all rules on 100, 1,000 and 10,000 resources: the exponent with which time grows (goal: at most 1.1);
 * - 10,000 resources against parsing their JSON ten times (goal: at most 1.0);
 * - the start of the pack, as the Pulumi CLI starts it, against that of a pack without policies (goal: at most 3);
 * - for information: 1,000 resources through the pack's own process, as the engine asks it.
 * Exits 1 if a goal is missed.
 */

const ROOT = join(__dirname, "..", "..");
const ROUNDS = 7;
const COUNTS = [100, 1000, 10_000] as const;
const MAX_EXPONENT = 1.1;
const PARSES = 10;
const MAX_OF_PARSING = 1;
const MAX_OF_EMPTY_PACK = 3;
const IN_PROCESS = 1000;
/** Resources of one application; they are all in one namespace, where rules have the most to compare. */
const OBJECTS_OF_AN_APPLICATION = 5;

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Objects as a program of ours registers them: sets with all that belongs to them, and small mistakes here and there. */
function application(index: number): readonly Record<string, unknown>[] {
  const name = `db-${String(index)}`;
  const metadata = { name, namespace: "data", labels: { "app.kubernetes.io/part-of": "shop" } };
  const labels = { app: name, "app.kubernetes.io/part-of": "shop" };
  const container = {
    name: "db",
    image: "docker.io/library/postgres:18.1",
    ports: [{ name: "sql", containerPort: 5432 }],
    env: Array.from({ length: 8 }, (_, number) => ({
      name: `SETTING_${String(number)}`,
      value: `value ${String(number)}`,
    })),
    resources: { requests: { cpu: "1", memory: "2Gi" }, limits: { memory: "2Gi", "ephemeral-storage": "1Gi" } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, runAsNonRoot: true },
    readinessProbe: { tcpSocket: { port: "sql" }, periodSeconds: 5 },
    livenessProbe: { tcpSocket: { port: "sql" }, periodSeconds: 20 },
    volumeMounts: [{ name: "data", mountPath: "/var/lib/postgresql" }],
  };
  const set = {
    replicas: 3,
    serviceName: name,
    podManagementPolicy: "OrderedReady",
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels },
      spec: {
        automountServiceAccountToken: false,
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        containers: [container],
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", labelSelector: { matchLabels: { app: name } } },
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: "data" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          storageClassName: "fast",
          resources: { requests: { storage: "20Gi" } },
        },
      },
    ],
  };
  return [
    { apiVersion: "apps/v1", kind: "StatefulSet", metadata, spec: set },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { clusterIP: "None", selector: { app: name }, publishNotReadyAddresses: true },
    },
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata,
      spec: { maxUnavailable: index % 10 === 0 ? 0 : 1, selector: { matchLabels: labels } },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata,
      spec: { podSelector: { matchLabels: labels }, policyTypes: ["Ingress"] },
    },
    {
      apiVersion: "autoscaling.k8s.io/v1",
      kind: "VerticalPodAutoscaler",
      metadata,
      spec: { targetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name }, updatePolicy: { updateMode: "Off" } },
    },
  ];
}

function resources(count: number): readonly PulumiResource[] {
  const objects = Array.from({ length: count / OBJECTS_OF_AN_APPLICATION }, (_, index) => application(index)).flat();
  return [...cloud(), ...inCluster(objects)];
}

/** What is under all of it, so that rules about pools and cost have something to count. */
function cloud(): readonly PulumiResource[] {
  const resource = (type: string, name: string, inputs: Record<string, unknown>): PulumiResource => ({
    urn: `urn:pulumi:bench::bench::${type}::${name}`,
    type,
    name,
    inputs,
    isProtected: true,
    ignoreChanges: [],
  });
  const cluster = "main";
  const location = "europe-west1";
  const pool = (name: string, spot: boolean): PulumiResource =>
    resource("gcp:container/nodePool:NodePool", name, {
      cluster,
      location,
      autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 10_000 },
      nodeConfig: { machineType: "e2-standard-4", diskType: "pd-ssd", spot },
    });
  return [
    resource("gcp:container/cluster:Cluster", cluster, { name: cluster, location, removeDefaultNodePool: true }),
    pool("stateful", false),
    pool("batch", true),
    resource("gcp:compute/routerNat:RouterNat", "nat", { name: "nat", router: "nat" }),
  ];
}

function inCluster(objects: readonly Record<string, unknown>[]): readonly PulumiResource[] {
  return objects.map((inputs, index) => {
    const version = String(inputs["apiVersion"]);
    const type = `kubernetes:${version.includes("/") ? version : `core/${version}`}:${String(inputs["kind"])}`;
    const name = `resource-${String(index)}`;
    return {
      urn: `urn:pulumi:bench::bench::${type}::${name}`,
      type,
      name,
      inputs,
      isProtected: false,
      ignoreChanges: [],
    };
  });
}

/** What stands between resources and findings: objects, the graph, and every rule on it. */
function judgeAll(all: readonly PulumiResource[]): number {
  return evaluate(new ObjectGraph(fromStack(all)), RULES, { today: "2026-11-23" }).findings.length;
}

function growth(): boolean {
  // Once for the compiler of Node.js, which else would make the smallest count look slow.
  judgeAll(resources(COUNTS[1]));
  const times = COUNTS.map((count) => {
    const all = resources(count);
    const time = median(Array.from({ length: ROUNDS }, () => milliseconds(() => judgeAll(all))));
    console.log(
      `${String(count)} resources: ${time.toFixed(1)} ms, ${((1000 * time) / count).toFixed(0)} µs each, ${String(judgeAll(all))} findings`,
    );
    return time;
  });
  const exponent = Math.log((times[2] ?? NaN) / (times[0] ?? NaN)) / Math.log(COUNTS[2] / COUNTS[0]);
  console.log(
    `exponent from ${String(COUNTS[0])} to ${String(COUNTS[2])}: ${exponent.toFixed(2)}; goal ${String(MAX_EXPONENT)}`,
  );
  return exponent <= MAX_EXPONENT;
}

/** Both in turn, because a machine that is busy for a moment is busy for both. */
function againstParsing(): boolean {
  const all = resources(COUNTS[2]);
  const json = JSON.stringify(all);
  const parse = (): void => {
    for (let round = 0; round < PARSES; round += 1) {
      JSON.parse(json);
    }
  };
  const pairs = Array.from({ length: ROUNDS }, () => ({
    rules: milliseconds(() => judgeAll(all)),
    parsing: milliseconds(parse),
  }));
  const ratio = median(pairs.map(({ parsing, rules }) => rules / parsing));
  const parsing = median(pairs.map((pair) => pair.parsing));
  console.log(
    `parsing the JSON of ${String(COUNTS[2])} resources (${(json.length / 1e6).toFixed(1)} MB) ${String(PARSES)} times: ${parsing.toFixed(0)} ms; all rules take ${ratio.toFixed(2)} × that; goal ${String(MAX_OF_PARSING)}`,
  );
  return ratio <= MAX_OF_PARSING;
}

/** Milliseconds until a pack listens, started exactly as the Pulumi CLI's language host does. */
function startOf(folder: string): Promise<number> {
  const start = performance.now();
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [runner, "127.0.0.1:1", folder], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve) => {
    child.stdout.once("data", () => {
      resolve(performance.now() - start);
      child.kill("SIGKILL");
    });
  });
}

async function start(): Promise<boolean> {
  const empty = mkdtempSync(join(tmpdir(), "empty-pack-"));
  writeFileSync(join(empty, "package.json"), '{"name":"empty","version":"0.0.1","main":"index.js"}');
  writeFileSync(join(empty, "index.js"), 'new (require("@pulumi/policy").PolicyPack)("empty", { policies: [] });');
  symlinkSync(join(ROOT, "node_modules"), join(empty, "node_modules"));
  const pairs: { empty: number; ours: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    pairs.push({ empty: await startOf(empty), ours: await startOf(join(ROOT, "policy")) });
  }
  rmSync(empty, { recursive: true });
  const [floor, ours] = [median(pairs.map((pair) => pair.empty)), median(pairs.map((pair) => pair.ours))];
  console.log(
    `start: empty pack ${floor.toFixed(0)} ms, this one ${ours.toFixed(0)} ms: ${(ours / floor).toFixed(2)} ×; goal ${String(MAX_OF_EMPTY_PACK)}`,
  );
  return ours / floor <= MAX_OF_EMPTY_PACK;
}

async function throughTheProcess(): Promise<void> {
  const args = {
    folder: join(ROOT, "policy"),
    mode: "preview" as const,
    settings: { project: "bench", stack: "bench", values: {}, secretKeys: [] },
  };
  const pack = startPack(args);
  const session = openSession(pack, args, undefined);
  const registrations = resources(IN_PROCESS).map(({ inputs = {}, name, type, urn }): AnsweredRegistration => ({
    urn,
    type,
    name,
    inputs,
    outputs: inputs,
    parent: "",
    custom: true,
    provider: "",
    options: {},
    dependencies: [],
    propertyDependencies: {},
  }));
  const begin = performance.now();
  const { verdicts } = await session.judge(registrations);
  console.log(
    `${String(IN_PROCESS)} resources through the pack's process: ${(performance.now() - begin).toFixed(0)} ms, ${String(verdicts.violations.length)} violations`,
  );
  session.close();
  pack.stop();
}

async function main(): Promise<void> {
  const goals = { growth: growth(), "rules against parsing": againstParsing(), start: await start() };
  await throughTheProcess();
  const missed = Object.entries(goals).flatMap(([name, isMet]) => (isMet ? [] : [name]));
  console.log(missed.length === 0 ? "all goals met" : `goals missed: ${missed.join(", ")}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

void main();
