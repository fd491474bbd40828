import assert from "node:assert/strict";
import http from "node:http";
import net from "node:net";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { connect } from "../../cluster/client";
import { ClusterError, UnreachableError } from "../../cluster/cluster-error";
import { poll } from "../../cluster/poll";
import { startServer } from "../support/api-server";
import type { AddressInfo } from "node:net";
import type { AnsweringServer } from "../support/api-server";

const CORE = "GET /api/v1";
const answers = {
  [CORE]: { body: { resources: [{ name: "pods", kind: "Pod", namespaced: true }] } },
  "GET /api/v1/namespaces/a/pods": { body: { items: [{ metadata: { name: "p" } }], metadata: {} } },
};

describe("the client of a cluster", () => {
  let server: AnsweringServer;
  before(async () => {
    server = await startServer({ one: answers });
  });
  after(() => {
    server.stop();
  });
  const names = async (kubeconfig: string): Promise<readonly string[]> => {
    const client = connect({ kubeconfig });
    const pods = await client.list("v1", "Pod", { namespace: "a" });
    client.close();
    return pods.map(({ metadata }) => metadata.name);
  };

  it("reads a server without TLS, as kubectl does", async () => {
    assert.deepEqual(await names(server.kubeconfig), ["p"]);
  });

  it("finds a kubeconfig in the home folder by ~/", async () => {
    const folder = mkdtempSync(join(homedir(), ".gke-stateful-test-"));
    try {
      copyFileSync(server.kubeconfig, join(folder, "config"));
      assert.deepEqual(await names(`~/${basename(folder)}/config`), ["p"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("goes through the proxy of the environment, and not where NO_PROXY names the server", async () => {
    const seen: string[] = [];
    const proxy = http.createServer().on("connect", ({ url = "" }, socket) => {
      seen.push(url);
      const [host, port] = url.split(":");
      const upstream = net.connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on("error", () => socket.destroy());
      socket.on("error", () => upstream.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    process.env["http_proxy"] = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
    try {
      assert.deepEqual(await names(server.kubeconfig), ["p"]);
      assert.match(seen.join(), /^127\.0\.0\.1:\d+/);
      process.env["no_proxy"] = "127.0.0.1";
      seen.length = 0;
      assert.deepEqual(await names(server.kubeconfig), ["p"]);
      assert.deepEqual(seen, []);
    } finally {
      delete process.env["http_proxy"];
      delete process.env["no_proxy"];
      proxy.close();
      proxy.closeAllConnections();
    }
  });

  it("asks again what a kind is called after it could not be asked", async () => {
    const client = connect({ kubeconfig: server.kubeconfig });
    const request = client.request.bind(client);
    let fails = true;
    Object.assign(client, {
      request: (...args: Parameters<typeof request>) =>
        fails ? Promise.reject(new UnreachableError("reset")) : request(...args),
    });
    await assert.rejects(client.list("v1", "Pod", { namespace: "a" }), UnreachableError);
    fails = false;
    assert.equal((await client.list("v1", "Pod", { namespace: "a" })).length, 1);
    client.close();
  });
});

describe("looking again and again", () => {
  it("goes on where the cluster does not answer for a while", async () => {
    let looks = 0;
    const found = await poll(10, () => {
      looks++;
      return looks < 2 ? Promise.reject(new UnreachableError("reset")) : Promise.resolve("there");
    });
    assert.equal(found, "there");
  });

  it("ends with what the last look says", async () => {
    await assert.rejects(
      poll(0, () => Promise.reject(new UnreachableError("reset"))),
      /reset/,
    );
  });

  it("ends at once where the cluster refuses", async () => {
    let looks = 0;
    const refused = poll(10, () => {
      looks++;
      return Promise.reject(new ClusterError("forbidden"));
    });
    await assert.rejects(refused, /forbidden/);
    assert.equal(looks, 1);
  });
});
