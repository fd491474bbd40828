import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../../cluster/client";
import { makeFolder } from "./folder";
import { freePort } from "./ports";
import { Processes } from "./processes";
import { UserError } from "../../shared/user-error";
import type { ClusterClient } from "../../../cluster/client";
import type { Detection } from "../simulation/assumptions";
import type { Tools } from "../../tools/build";

/** A real control plane: its store, API server, controllers and scheduler. */
export interface ControlPlane {
  /** Folder with everything of it. */
  readonly folder: string;
  /** File by which kubectl reaches it. */
  readonly kubeconfig: string;
  /** Its API, as an administrator. */
  readonly api: ClusterClient;
  /** Its processes, for whatever else is to live as long. */
  readonly processes: Processes;
  /** Stops and removes it; with `keepsLogs`, its logs stay. */
  readonly stop: (options?: { readonly keepsLogs?: boolean }) => Promise<void>;
}

/** How long the API server may take, in milliseconds. It takes two to four seconds on an idle machine of two cores. */
const READY_TIMEOUT = 120_000;
const POLL = 100;
/** Range of Services. Pods have another one: `--cidr` of kwok in nodes.ts. */
const SERVICE_RANGE = "10.0.0.0/16";

/**
 * Starts a control plane on free ports of this machine, with certificates, keys and tokens of its own. Errors: UserError
 * with the end of a log where a part does not come up; nothing is left behind then.
 */
export async function startControlPlane(tools: Tools, detection: Detection): Promise<ControlPlane> {
  const folder = makeFolder();
  const processes = new Processes(folder);
  try {
    const ports = { etcd: await freePort(), peers: await freePort(), api: await freePort() };
    const token = randomBytes(24).toString("hex");
    const kubeconfig = writeCredentials(folder, ports.api, token);
    await startStore(processes, tools, folder, ports);
    await startApiServer(processes, tools, folder, { ports, detection });
    const api = connect({ kubeconfig });
    await untilReady(api, processes);
    await startControllers(processes, tools, folder, { kubeconfig, detection });
    return {
      folder,
      kubeconfig,
      api,
      processes,
      stop: (options) => processes.stop(options),
    };
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

interface Ports {
  readonly etcd: number;
  readonly peers: number;
  readonly api: number;
}

/** Only the user who runs it may read keys and tokens. */
const PRIVATE = { mode: 0o600 } as const;

function writeCredentials(folder: string, port: number, token: string): string {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeFileSync(join(folder, "sa.key"), privateKey, PRIVATE);
  writeFileSync(join(folder, "sa.pub"), publicKey, PRIVATE);
  writeFileSync(join(folder, "tokens.csv"), `${token},admin,admin,system:masters\n`, PRIVATE);
  const kubeconfig = join(folder, "kubeconfig.json");
  writeFileSync(kubeconfig, JSON.stringify(kubeconfigFor(port, token), undefined, 2), PRIVATE);
  return kubeconfig;
}

/** The API server writes a certificate of its own, for 127.0.0.1 alone, which nobody else can reach. */
function kubeconfigFor(port: number, token: string): object {
  const name = "rehearsal";
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server: `https://127.0.0.1:${String(port)}`, "insecure-skip-tls-verify": true } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
}

async function startStore(processes: Processes, tools: Tools, folder: string, ports: Ports): Promise<void> {
  const [client, peers] = [ports.etcd, ports.peers].map((port) => `http://127.0.0.1:${String(port)}`);
  await processes.start("etcd", tools.etcd, [
    `--data-dir=${join(folder, "etcd")}`,
    `--listen-client-urls=${client ?? ""}`,
    `--advertise-client-urls=${client ?? ""}`,
    `--listen-peer-urls=${peers ?? ""}`,
    `--initial-advertise-peer-urls=${peers ?? ""}`,
    `--initial-cluster=default=${peers ?? ""}`,
    // Nothing of it is kept, so no disk has to be waited for.
    "--unsafe-no-fsync",
    "--log-level=error",
  ]);
  await untilStoreAnswers(processes, client ?? "");
}

/** On another etcd's port ours would be dead, and everything else would work on the other one's data. */
async function untilStoreAnswers(processes: Processes, url: string): Promise<void> {
  await until(processes, "etcd", async () => (await fetch(`${url}/health`)).ok);
  processes.check();
}

async function startApiServer(
  processes: Processes,
  tools: Tools,
  folder: string,
  { detection, ports }: { readonly detection: Detection; readonly ports: Ports },
): Promise<void> {
  await processes.start("kube-apiserver", tools["kube-apiserver"], [
    `--etcd-servers=http://127.0.0.1:${String(ports.etcd)}`,
    `--secure-port=${String(ports.api)}`,
    "--bind-address=127.0.0.1",
    `--cert-dir=${join(folder, "certificates")}`,
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${join(folder, "sa.pub")}`,
    `--service-account-signing-key-file=${join(folder, "sa.key")}`,
    `--token-auth-file=${join(folder, "tokens.csv")}`,
    "--authorization-mode=RBAC",
    "--allow-privileged=true",
    "--enable-priority-and-fairness=false",
    `--default-not-ready-toleration-seconds=${String(detection.toleration)}`,
    `--default-unreachable-toleration-seconds=${String(detection.toleration)}`,
  ]);
}

async function untilReady(api: ClusterClient, processes: Processes): Promise<void> {
  await until(processes, "kube-apiserver", () => api.isReady());
}

/** Asks until it holds. Errors: UserError where the program has ended, or takes too long. */
async function until(processes: Processes, name: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + READY_TIMEOUT;
  while (!(await holds().catch(() => false))) {
    processes.check();
    if (Date.now() > end) {
      throw new UserError(
        `${name} did not answer within ${String(READY_TIMEOUT / 1000)} seconds. The machine may be too busy: try again when it is idle.`,
      );
    }
    await sleep(POLL);
  }
}

/** Programs that share a server with thousands of others hold back; ours do not have to. */
export const UNTHROTTLED = ["--kube-api-qps=1000", "--kube-api-burst=2000"] as const;

async function startControllers(
  processes: Processes,
  tools: Tools,
  folder: string,
  { detection, kubeconfig }: { readonly detection: Detection; readonly kubeconfig: string },
): Promise<void> {
  const common = [`--kubeconfig=${kubeconfig}`, "--leader-elect=false", "--secure-port=0", ...UNTHROTTLED];
  await processes.start("kube-controller-manager", tools["kube-controller-manager"], [
    ...common,
    `--service-account-private-key-file=${join(folder, "sa.key")}`,
    "--use-service-account-credentials=false",
    "--allocate-node-cidrs=false",
    // There are no metrics, so an autoscaler of pods would only hold on to its bounds, in the midst of a drill.
    "--horizontal-pod-autoscaler-sync-period=24h",
    "--node-monitor-period=1s",
    `--node-monitor-grace-period=${String(detection.grace)}s`,
  ]);
  await processes.start("kube-scheduler", tools["kube-scheduler"], common);
}
