import assert from "node:assert/strict";
import { at, only, planWith } from "../support/stacks";
import type { Changes } from "../support/stacks";
import type { PlanValue } from "../../commands/plan/engine/plan";

const spec = async (changes: Changes = {}, secretKeys: readonly string[] = []): Promise<PlanValue | undefined> =>
  at(only(await planWith("dev", changes, "preview", secretKeys), "StatefulSet").inputs, "spec.template.spec");

describe("podContainers", () => {
  it("is the reference container", async () => {
    const container = at(await spec(), "containers.0");
    assert.deepEqual(at(container, "resources"), {
      limits: { cpu: "2", "ephemeral-storage": "10Gi", memory: "4Gi" },
      requests: { cpu: "1", "ephemeral-storage": "5Gi", memory: "2Gi" },
    });
    assert.deepEqual(at(container, "securityContext"), {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    });
    assert.deepEqual(at(container, "volumeMounts"), [
      { mountPath: "/workspace", name: "workspace" },
      { mountPath: "/config", name: "pod-volume-config", readOnly: true },
      { mountPath: "/tmp", name: "pod-volume-scratch-0" },
    ]);
    assert.deepEqual(at(container, "ports"), [{ containerPort: 8080, name: "http", protocol: "TCP" }]);
    assert.deepEqual(at(container, "lifecycle"), { preStop: { sleep: { seconds: 5 } } });
  });

  it("mounts a directory of a disk, and tells the pod about itself", async () => {
    const container = at(
      await spec({
        "@.volumes": { data: { size: "10Gi", mountPath: "/data", subPath: "db" } },
        "@.podFields": { POD_NAME: "metadata.name" },
        "@.env": { ADDRESS: "$(POD_NAME).db" },
      }),
      "containers.0",
    );
    assert.deepEqual(at(container, "volumeMounts.0"), { mountPath: "/data", name: "data", subPath: "db" });
    // In this order: a variable can refer to earlier ones only.
    assert.deepEqual(at(container, "env"), [
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "ADDRESS", value: "$(POD_NAME).db" },
    ]);
  });

  it("asks by HTTP, by TCP or by command", async () => {
    const container = at(
      await spec({
        "@.probes": {
          startup: { httpPath: "/up", failureThreshold: 30 },
          readiness: { port: 8080, periodSeconds: 1 },
          liveness: { command: ["check"] },
        },
      }),
      "containers.0",
    );
    assert.deepEqual(at(container, "startupProbe"), {
      failureThreshold: 30,
      httpGet: { path: "/up", port: "http" },
      periodSeconds: 10,
      timeoutSeconds: 2,
    });
    assert.deepEqual(at(container, "readinessProbe"), {
      failureThreshold: 3,
      periodSeconds: 1,
      tcpSocket: { port: 8080 },
      timeoutSeconds: 2,
    });
    assert.deepEqual(at(container, "livenessProbe"), {
      exec: { command: ["check"] },
      failureThreshold: 3,
      periodSeconds: 10,
      timeoutSeconds: 2,
    });
  });

  it("runs init containers with the same rights, volumes and resources", async () => {
    const inside = await spec({ "@.initContainers": [{ name: "migrate", command: ["migrate"], env: { A: "1" } }] });
    const [init, main] = [at(inside, "initContainers.0"), at(inside, "containers.0")];
    for (const field of ["image", "resources", "securityContext", "volumeMounts"]) {
      assert.deepEqual(at(init, field), at(main, field), field);
    }
    assert.deepEqual(at(init, "env"), [{ name: "A", value: "1" }]);
    assert.equal(at(await spec(), "initContainers"), undefined);
  });

  it("runs sidecars before everything else, with rights and volumes like the workload's and resources of their own", async () => {
    const amounts = { cpu: "100m", memory: "64Mi" };
    const inside = await spec({
      "@.initContainers": [{ name: "migrate", command: ["migrate"] }],
      "@.sidecars": [
        {
          name: "proxy",
          image: "example.com/proxy:1",
          args: ["--fast"],
          ports: { metrics: 9090 },
          probes: { startup: { httpPath: "/up" } },
          resources: { requests: amounts, limits: amounts },
        },
      ],
    });
    const [proxy, init] = [at(inside, "initContainers.0"), at(inside, "initContainers.1")];
    assert.deepEqual([at(proxy, "name"), at(init, "name")], ["proxy", "migrate"]);
    assert.equal(at(proxy, "restartPolicy"), "Always");
    assert.equal(at(init, "restartPolicy"), undefined);
    assert.deepEqual(at(proxy, "resources.requests"), amounts);
    assert.deepEqual(at(proxy, "ports"), [{ name: "metrics", containerPort: 9090, protocol: "TCP" }]);
    assert.equal(at(proxy, "startupProbe.httpGet.port"), "metrics");
    for (const field of ["securityContext", "volumeMounts"]) {
      assert.deepEqual(at(proxy, field), at(inside, `containers.0.${field}`), field);
    }
  });

  it("hands secrets over as variables and as files", async () => {
    const inside = await spec({
      "@.secrets": { db: { generate: ["password"], env: { PASSWORD: "password" }, mountPath: "/db" } },
    });
    const name = at(inside, "containers.0.env.0.valueFrom.secretKeyRef.name");
    assert.match(String(name), /^terminal-pods-db-[0-9a-f]{10}$/);
    assert.deepEqual(at(inside, "containers.0.env"), [
      { name: "PASSWORD", valueFrom: { secretKeyRef: { key: "password", name: String(name) } } },
    ]);
    assert.deepEqual(at(inside, "volumes.1"), { name: "pod-volume-secret-db", secret: { secretName: String(name) } });
  });

  it("leaves out what is not asked for", async () => {
    const inside = await spec({
      "@.config": undefined,
      "@.scratch": {},
      "@.preStopSeconds": 0,
      "@.command": undefined,
      "@.probes": {},
    });
    const container = at(inside, "containers.0");
    assert.deepEqual(at(inside, "volumes"), []);
    for (const field of ["lifecycle", "command", "args", "startupProbe", "readinessProbe", "livenessProbe"]) {
      assert.equal(at(container, field), undefined, field);
    }
  });
});
