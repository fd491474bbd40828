import http from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo } from "node:net";

/** What a server answers to `METHOD /path`; a path that is not among it is not found. */
export type Answers = Readonly<Record<string, { readonly status?: number; readonly body: unknown }>>;

/** A server that answers as an API server is documented to, and a kubeconfig for it. */
export interface AnsweringServer {
  readonly kubeconfig: string;
  /** `METHOD /path?query` of every request so far. */
  readonly requests: readonly string[];
  readonly stop: () => void;
}

/** Starts one for some contexts of a kubeconfig: context → answers. */
export async function startServer(contexts: Readonly<Record<string, Answers>>): Promise<AnsweringServer> {
  const folder = mkdtempSync(join(tmpdir(), "gke-stateful-api-"));
  const requests: string[] = [];
  const servers = await Promise.all(
    Object.entries(contexts).map(async ([name, answers]) => {
      const server = http.createServer(({ method = "", url = "" }, response) => {
        requests.push(`${method} ${url}`);
        const { body, status = 200 } = answers[`${method} ${url.split("?")[0] ?? ""}`] ?? { status: 404, body: {} };
        response.writeHead(status, { "Content-Type": "application/json" });
        response.end(JSON.stringify(body));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return { name, server, port: (server.address() as AddressInfo).port };
    }),
  );
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: servers.map(({ name, port }) => ({
        name,
        cluster: { server: `http://127.0.0.1:${String(port)}` },
      })),
      users: [{ name: "somebody", user: { token: "t" } }],
      contexts: servers.map(({ name }) => ({ name, context: { cluster: name, user: "somebody" } })),
      "current-context": servers[0]?.name,
    }),
  );
  return {
    kubeconfig,
    requests,
    stop: () => {
      servers.forEach(({ server }) => {
        server.close();
        server.closeAllConnections();
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
