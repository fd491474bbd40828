import assert from "node:assert/strict";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { adopt } from "../../../commands/adopt/adoption";
import { workloadSchema } from "../../../config/schema/workload";
import { adopted, choicesOf, graphOf, lossesOf, setWith } from "../../support/adoption";

const CONTAINER = `ports: [{ name: sql, containerPort: 5432 }]
resources: { requests: { cpu: 500m, memory: 1Gi }, limits: { cpu: 1, memory: 2Gi } }
readinessProbe: { tcpSocket: { port: sql } }
securityContext: { runAsUser: 999, readOnlyRootFilesystem: true }`;
const POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }]
  egress: [{ to: [{ ipBlock: { cidr: 10.1.0.0/16 } }], ports: [{ port: 443 }] }]`;
const BUDGET = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db, namespace: shop }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: db } } }`;
const SPREAD = `topologySpreadConstraints:
  - { maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule }`;

describe("adopt", () => {
  it("needs no word about a set that says everything", () => {
    const adoption = adopted(setWith({ container: CONTAINER, pod: SPREAD }), POLICY, BUDGET);
    assert.deepEqual([...lossesOf(adoption), ...choicesOf(adoption)], []);
    assert.equal(adoption.name, "db");
    assert.equal(adoption.namespace, "shop");
    assert.deepEqual(adoption.claims, ["data-db-0", "data-db-1", "data-db-2"]);
    assert.deepEqual(adoption.entry, {
      image: "registry.example.com/db:1.0",
      ports: { sql: 5432 },
      volumes: { data: { size: "10Gi", mountPath: "/data", subPath: undefined } },
      scratch: {},
      resources: {
        requests: { cpu: "500m", memory: "1Gi", ephemeralStorage: undefined },
        limits: { cpu: "1", memory: "2Gi", ephemeralStorage: undefined },
      },
      probes: { readiness: { port: "sql", periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 } },
      serviceName: "db",
      podManagement: "OrderedReady",
      network: {
        clients: [{ podLabels: { app: "web" }, namespaceLabels: undefined }],
        egress: [{ cidr: "10.1.0.0/16", ports: [443] }],
      },
      budget: { maxUnavailable: 1 },
      runAsUser: 999,
      fsGroup: 999,
      spread: { zone: "DoNotSchedule", host: "ScheduleAnyway" },
    });
    assert.ok(workloadSchema.safeParse(adoption.entry).success);
  });

  it("keeps the labels that select the pods, and only those", () => {
    const labels = setWith().replace("labels: { app: db }", "labels: { app: db, version: '1' }");
    assert.equal(adopted(labels).entry.labels, undefined, "app: db is the default");
    assert.deepEqual(adopted(setWith().replaceAll("app: db", "role: db")).entry.labels, { role: "db" });
  });

  it("says that a set without claims has nothing to keep", () => {
    const text = setWith();
    const adoption = adopted(text.slice(0, text.indexOf("  volumeClaimTemplates")));
    assert.deepEqual(adoption.claims, []);
    assert.deepEqual(adoption.entry.volumes, {});
  });

  it("takes the container that mounts the claims, and the others as sidecars", () => {
    const sidecar = setWith({ pod: "dnsPolicy: Default" }).replace(
      "      containers:\n",
      "      containers:\n        - { name: logs, image: 'registry.example.com/logs:1' }\n",
    );
    const adoption = adopted(sidecar);
    assert.equal(adoption.entry.image, "registry.example.com/db:1.0");
    assert.deepEqual(
      adoption.entry.sidecars?.map(({ image, name }) => [name, image]),
      [["logs", "registry.example.com/logs:1"]],
    );
    assert.ok(adoption.choices.some(({ key, why }) => key === "sidecars[0].name" && why.includes("stops after it")));
  });

  it("leaves out a headless Service's name that the stack would give it anyway", () => {
    assert.equal(
      adopted(setWith().replace("serviceName: db", "serviceName: db-headless")).entry.serviceName,
      undefined,
    );
  });

  it("takes the Google service account of the pods", () => {
    const account = `apiVersion: v1
kind: ServiceAccount
metadata: { name: db-account, namespace: shop, annotations: { iam.gke.io/gcp-service-account: db@p.iam.gserviceaccount.com } }`;
    const { entry } = adopted(setWith({ pod: "serviceAccountName: db-account" }), account);
    assert.equal(entry.googleServiceAccount, "db@p.iam.gserviceaccount.com");
  });

  it("says what pods lose that ask the API server, and Services that the stack does not make", () => {
    const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: db, namespace: shop }
subjects: [{ kind: ServiceAccount, name: db-account }]
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: db }`;
    const service = (name: string, more: string): string => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: db }, ${more} }`;
    const losses = lossesOf(
      adopted(
        setWith({ pod: "serviceAccountName: db-account", container: "ports: [{ containerPort: 5432, name: sql }]" }),
        binding,
        service("db", "clusterIP: None, ports: [{ port: 80, targetPort: 5432 }]"),
        service("db-read", "ports: [{ port: 5432 }]"),
        service("other", "ports: [{ port: 5432 }]").replace("app: db", "app: web"),
      ),
    );
    assert.equal(losses.length, 3, losses.join("\n"));
    assert.match(losses[0]!, /^spec\.ports\[0\]: Clients connect to port 80, and the container listens on 5432/);
    assert.match(losses[1]!, /^: The stack makes no such Service/);
    assert.match(losses[2]!, /Gives service account db-account rights/);
  });

  for (const [name, service, says] of [
    [
      "a named port",
      "clusterIP: None, ports: [{ port: 80, targetPort: sql }]",
      /^spec\.ports\[0\]: Clients connect to port 80/,
    ],
    [
      "a port that is not the container's",
      "clusterIP: None, ports: [{ port: 9187 }]",
      /^spec\.ports\[0\]: Port 9187 leads to 9187, which is no port/,
    ],
    [
      "an address",
      "clusterIP: 10.0.0.1, ports: []",
      /^spec\.clusterIP: The Service has an address today.* clients have to use db-client/,
    ],
    [
      "a load balancer",
      "type: LoadBalancer, clusterIP: None",
      /^spec\.type: The stack's Service of this name is a ClusterIP, not a LoadBalancer: with this one goes its address/,
    ],
    ["an affinity", "clusterIP: None, sessionAffinity: ClientIP", /^spec\.sessionAffinity: /],
  ] as const) {
    it(`says what the governing Service loses: ${name}`, () => {
      const text = `apiVersion: v1\nkind: Service\nmetadata: { name: db, namespace: shop }\nspec: { selector: { app: db }, ${service} }`;
      const losses = lossesOf(adopted(setWith({ container: "ports: [{ containerPort: 5432, name: sql }]" }), text));
      assert.equal(losses.length, 1, losses.join("\n"));
      assert.match(losses[0]!, says);
    });
  }

  it("says that a Service by labels that the planned pods lack would find nothing", () => {
    const set = setWith().replace("labels: { app: db }", "labels: { app: db, tier: data }");
    const service =
      "apiVersion: v1\nkind: Service\nmetadata: { name: read, namespace: shop }\nspec: { selector: { app: db, tier: data } }";
    assert.match(lossesOf(adopted(set, service)).join("\n"), /It selects by tier, which the planned pods do not have/);
  });

  it("takes nothing of another namespace", () => {
    const config = (namespace: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: ${namespace} }\ndata: { A: ${namespace} }`;
    const { entry } = adopted(
      config("other"),
      setWith({ container: "envFrom: [{ configMapRef: { name: c } }]" }),
      config("shop"),
    );
    assert.deepEqual(entry.env, { A: "shop" });
  });

  it("keeps Secrets apart whose names are alike, and variables of init containers", () => {
    const adoption = adopted(
      setWith({
        container:
          "env: [{ name: A, valueFrom: { secretKeyRef: { name: db-auth, key: p } } }, { name: B, valueFrom: { secretKeyRef: { name: auth, key: p } } }]",
        pod: "initContainers: [{ name: i, command: [a], env: [{ name: A, valueFrom: { secretKeyRef: { name: admin, key: p } } }, { name: B, value: plain }, { name: C, value: own }] }]",
      }),
    );
    assert.deepEqual(adoption.entry.secrets, {
      auth: { fromConfig: ["p"], env: { A: "p" } },
      "auth-2": { fromConfig: ["p"], env: { B: "p" } },
    });
    assert.deepEqual(adoption.entry.initContainers, [
      { name: "i", image: undefined, command: ["a"], env: { C: "own" } },
    ]);
    const losses = lossesOf(adoption).join("\n");
    assert.match(losses, /Variable A of container i is another one/);
    assert.match(losses, /Variable B of container i is another one/);
  });

  it("says who would make the set again", () => {
    const helm = setWith().replace(
      "namespace: shop }",
      "namespace: shop, annotations: { meta.helm.sh/release-name: r } }",
    );
    assert.match(lossesOf(adopted(helm)).join("\n"), /The set belongs to a Helm release\./);
  });

  it("names the claims that a set without pods may have, and those of other ordinals", () => {
    assert.deepEqual(adopted(setWith().replace("replicas: 3", "replicas: 0")).claims, ["data-db-0"]);
    assert.deepEqual(adopted(setWith({ spec: "ordinals: { start: 5 }" })).claims, [
      "data-db-5",
      "data-db-6",
      "data-db-7",
    ]);
  });

  it("gives no Google service account to pods elsewhere", () => {
    const account =
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a, namespace: shop, annotations: { iam.gke.io/gcp-service-account: db@p.iam.gserviceaccount.com } }";
    const graph = graphOf(setWith({ pod: "serviceAccountName: a" }), account);
    const { entry, losses } = adopt(graph.all("StatefulSet")[0]!, graph, { onGoogle: false, zonal: false });
    assert.equal(entry.googleServiceAccount, undefined);
    assert.match(losses.map(({ says }) => says).join("\n"), /The pods act as db@p\.iam/);
  });

  it("survives any manifest", () => {
    const whole = setWith({
      container: `${CONTAINER}\nenv: [{ name: A, valueFrom: { fieldRef: { fieldPath: a } } }]\nenvFrom: [{ configMapRef: { name: a } }]\nlivenessProbe: { httpGet: { port: 1 } }`,
      pod: `${SPREAD}\nvolumes: [{ name: v, emptyDir: {} }]\ninitContainers: [{ name: i, command: [a] }]\ntolerations: [{ key: a }]`,
      mounts: "- { name: v, mountPath: /v }",
    });
    const places = pathsOf(parse(whole));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...places), fc.jsonValue()), { maxLength: 3 }), (changes) => {
        const document: unknown = parse(whole);
        changes.forEach(([path, value]) => {
          put(document, path, value);
        });
        const graph = graphOf(stringify(document), POLICY, BUDGET);
        // What is no StatefulSet any more is none of our business.
        for (const set of graph.all("StatefulSet")) {
          assert.ok(adopt(set, graph, { onGoogle: true, zonal: false }));
        }
      }),
      { numRuns: 300 },
    );
  });
});

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, one]) => pathsOf(one, [...path, key]))].filter(({ length }) => length > 2);
}

function put(document: unknown, path: Path, value: unknown): void {
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
  if (typeof holder === "object" && holder !== null) {
    (holder as Record<string, unknown>)[path.at(-1)!] = value;
  }
}
