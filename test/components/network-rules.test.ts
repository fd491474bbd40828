import assert from "node:assert/strict";
import { dnsEgress } from "../../components/network-rules";
import { at, only, planWith } from "../support/stacks";
import type { Changes } from "../support/stacks";

const policy = async (changes: Changes = {}): Promise<unknown> =>
  at(only(await planWith("dev", changes), "NetworkPolicy", "terminal-pods-network").inputs, "spec");
const self = { podSelector: { matchLabels: { app: "terminal" } } };

describe("network rules", () => {
  it("let DNS through wherever a cluster keeps it, and nothing else on those addresses", () => {
    const { ports, to } = dnsEgress();
    assert.deepEqual(ports, [
      { protocol: "UDP", port: 53 },
      { protocol: "TCP", port: 53 },
    ]);
    assert.equal((to as unknown[]).length, 3);
  });

  it("let the pods of a workload talk to each other, and to nobody else", async () => {
    assert.deepEqual(await policy(), {
      egress: [{ to: [self] }],
      ingress: [{ from: [self] }],
      podSelector: self.podSelector,
      policyTypes: ["Ingress", "Egress"],
    });
  });

  it("let clients in on the workload's ports", async () => {
    const changes = { "@.network.clients": [{ podLabels: { app: "web" } }, { namespaceLabels: { team: "a" } }] };
    assert.deepEqual(at((await policy(changes)) as never, "ingress.1"), {
      from: [
        { podSelector: { matchLabels: { app: "web" } } },
        { namespaceSelector: { matchLabels: { team: "a" } }, podSelector: {} },
      ],
      ports: [{ port: 8080, protocol: "TCP" }],
    });
  });

  it("let the ranges of a load balancer in, and clients at the ports of sidecars too", async () => {
    const amounts = { cpu: "100m", memory: "64Mi" };
    const rules = (await policy({
      "@.network.clients": [{ podLabels: { app: "web" } }],
      "@.service": { type: "LoadBalancer", sourceRanges: ["10.0.0.0/8"] },
      "@.sidecars": [
        {
          name: "proxy",
          image: "example.com/proxy:1",
          ports: { metrics: 9090 },
          resources: { requests: amounts, limits: amounts },
        },
      ],
    })) as never;
    assert.deepEqual(at(rules, "ingress.1.ports"), [
      { port: 8080, protocol: "TCP" },
      { port: 9090, protocol: "TCP" },
    ]);
    assert.deepEqual(at(rules, "ingress.2"), {
      from: [{ ipBlock: { cidr: "10.0.0.0/8" } }],
      ports: [{ port: 8080, protocol: "TCP" }],
    });
  });

  it("let pods out to ranges that are named", async () => {
    const changes = {
      "@.network.egress": [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"], ports: [443] }, { cidr: "192.0.2.0/24" }],
    };
    assert.deepEqual(at((await policy(changes)) as never, "egress"), [
      { to: [self] },
      { ports: [{ port: 443, protocol: "TCP" }], to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } }] },
      { to: [{ ipBlock: { cidr: "192.0.2.0/24" } }] },
    ]);
  });

  it("open the metadata server only for pods that act as a Google service account", async () => {
    const egress = at(
      (await policy({ "@.googleServiceAccount": "app@my-project-dev.iam.gserviceaccount.com" })) as never,
      "egress.1",
    );
    assert.deepEqual(egress, {
      ports: [{ port: 80, protocol: "TCP" }],
      to: [{ ipBlock: { cidr: "169.254.169.254/32" } }],
    });
  });
});
