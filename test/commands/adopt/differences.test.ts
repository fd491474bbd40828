import assert from "node:assert/strict";
import { differences } from "../../../commands/adopt/differences";
import type { ValueMap } from "../../../policy/graph/value";

const spec = (more: ValueMap = {}, pod: ValueMap = {}, container: ValueMap = {}): ValueMap => ({
  replicas: 3,
  template: { spec: { containers: [{ name: "a", image: "i:1", ...container }], ...pod } },
  ...more,
});
const between = (one: ValueMap, other: ValueMap): readonly string[] =>
  differences({ spec: one, mainContainer: "a" }, { spec: other, mainContainer: "a" }).map(
    ({ adopted, path, planned }) => `${path}: ${JSON.stringify(adopted)} → ${JSON.stringify(planned)}`,
  );

describe("differences", () => {
  it("are none between equals, whatever the API server fills in", () => {
    const written = spec(
      { podManagementPolicy: "OrderedReady", revisionHistoryLimit: 10, updateStrategy: { type: "RollingUpdate" } },
      { restartPolicy: "Always", dnsPolicy: "ClusterFirst", terminationGracePeriodSeconds: 30, securityContext: {} },
      { ports: [{ containerPort: 1, protocol: "TCP" }], livenessProbe: { tcpSocket: { port: 1 }, timeoutSeconds: 1 } },
    );
    const short = spec({}, {}, { ports: [{ containerPort: 1 }], livenessProbe: { tcpSocket: { port: 1 } } });
    assert.deepEqual(between(written, short), []);
    assert.deepEqual(between(short, written), []);
  });

  it("are none between two spellings of an amount", () => {
    const of = (cpu: unknown, memory: unknown): ValueMap =>
      spec({}, {}, { resources: { limits: { cpu, memory } } } as ValueMap);
    assert.deepEqual(between(of(1, "1Gi"), of("1000m", "1024Mi")), []);
    assert.equal(between(of(1, "1Gi"), of("1", "1G")).length, 1);
  });

  it("are values that both have and that are not the same", () => {
    assert.deepEqual(between(spec({ replicas: 2 }), spec()), ["replicas: 2 → 3"]);
    assert.deepEqual(between(spec({ podManagementPolicy: "Parallel" }), spec()), [
      'podManagementPolicy: "Parallel" → undefined',
    ]);
  });

  it("are one for a thing that only one has", () => {
    const pod = { topologySpreadConstraints: [{ topologyKey: "zone", maxSkew: 1 }], nodeSelector: { a: "b" } };
    assert.deepEqual(between(spec(), spec({}, pod)), [
      'template.spec.nodeSelector: undefined → {"a":"b"}',
      'template.spec.topologySpreadConstraints.zone: undefined → {"topologyKey":"zone","maxSkew":1}',
    ]);
  });

  it("compare containers by what they are for, and mounts by what lies there", () => {
    const volumes = (name: string): ValueMap => ({ volumes: [{ name, configMap: { name: `${name}-map` } }] });
    const mounts = (name: string, readOnly?: boolean): ValueMap => ({
      volumeMounts: [{ name, mountPath: "/etc/a", ...(readOnly && { readOnly }) }],
    });
    assert.deepEqual(between(spec({}, volumes("x"), mounts("x")), spec({}, volumes("y"), mounts("y", true))), []);
    const claim = { volumeClaimTemplates: [{ metadata: { name: "y" }, spec: {} }] };
    assert.deepEqual(between(spec({}, volumes("x"), mounts("x")), spec(claim, {}, mounts("y"))), [
      'template.spec.container.volumeMounts["/etc/a"]: "files of a ConfigMap" → "claim y"',
    ]);
  });

  it("compare variables by what they hold", () => {
    const from = (secret: string): ValueMap =>
      spec({}, {}, { env: [{ name: "P", valueFrom: { secretKeyRef: { name: secret, key: "k" } } }] });
    assert.deepEqual(between(from("one"), from("other")), []);
    assert.deepEqual(between(from("one"), spec({}, {}, { env: [{ name: "P", value: "x" }] })), [
      'template.spec.container.env.P: "key k of a Secret" → "x"',
    ]);
  });

  it("say what they mean where the values do not", () => {
    const [one] = differences(
      { spec: spec({ serviceName: "a" }), mainContainer: "a" },
      { spec: spec({ serviceName: "b" }), mainContainer: "a" },
    );
    assert.match(one?.meaning ?? "", /DNS name/);
    const [other] = differences(
      { spec: spec({}, { hostname: "x" }), mainContainer: "a" },
      { spec: spec(), mainContainer: "a" },
    );
    assert.equal(other?.meaning, "Cannot be written here.");
  });
});
