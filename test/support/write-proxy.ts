import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join } from "node:path";
import { ROOT } from "./stacks";
import type { AddressInfo } from "node:net";

interface Kubeconfig {
  readonly clusters: readonly { readonly name: string; readonly cluster: { readonly server: string } }[];
}

/** Renewals of a hold come at any time, and a trial writes nothing. */
const NO_WRITE = /\/leases|dryRun=All|subjectaccessreviews/;

/**
 * Runs the command line against an API server that forgets to answer: once the server has done the write that is counted, the process is killed
 * without an answer, as by a machine that is lost at the worst moment. Returns how many writes there were.
 */
export async function killedAtWrite(
  args: readonly string[],
  { folder, kubeconfig, write }: { readonly folder: string; readonly kubeconfig: string; readonly write: number },
): Promise<number> {
  const config = JSON.parse(readFileSync(kubeconfig, "utf8")) as Kubeconfig;
  const upstream = new URL(config.clusters[0]?.cluster.server ?? "");
  let writes = 0;
  let kill = (): void => undefined;
  const server = http.createServer((request, response) => {
    const { headers, method = "GET", url = "" } = request;
    const counts = method !== "GET" && !NO_WRITE.test(url);
    const options = {
      host: upstream.hostname,
      port: upstream.port,
      path: url,
      method,
      headers,
      rejectUnauthorized: false,
    };
    const passed = https.request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        writes += counts ? 1 : 0;
        if (counts && writes === write) {
          kill();
          return;
        }
        response.writeHead(answer.statusCode ?? 500, {
          "content-type": answer.headers["content-type"] ?? "application/json",
        });
        response.end(Buffer.concat(chunks));
      });
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const own = join(folder, `kubeconfig-${String(port)}.json`);
  const clusters = config.clusters.map((one) => ({ ...one, cluster: { server: `http://127.0.0.1:${String(port)}` } }));
  writeFileSync(own, JSON.stringify({ ...config, clusters }));
  const child = spawn(process.execPath, [join(ROOT, "bin", "gke-stateful.js"), ...args], {
    cwd: ROOT,
    env: { ...process.env, KUBECONFIG: own },
    stdio: "ignore",
  });
  kill = () => child.kill("SIGKILL");
  await new Promise((resolve) => child.on("close", resolve));
  server.closeAllConnections();
  server.close();
  return writes;
}
