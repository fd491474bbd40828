import assert from "node:assert/strict";
import { evaluate } from "../../../policy/rules/engine/evaluate";
import { fromManifest } from "../../../policy/graph/from-manifests";
import { ObjectGraph } from "../../../policy/graph/graph";
import { CHECKLIST, WEIGHTS } from "../../../policy/readiness/checklist";
import { assess } from "../../../policy/readiness/readiness";
import { RULES } from "../../../policy/rules";
import { documentsOf, TODAY } from "../../support/rules";
import type { Readiness } from "../../../policy/readiness/readiness";

/** A set that lacks nothing but what a test takes away. */
const READY = `
apiVersion: v1
kind: Namespace
metadata: { name: data, labels: { pod-security.kubernetes.io/enforce: restricted } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: data, annotations: { gke-stateful/backup: "pgBackRest, hourly" } }
spec:
  serviceName: db
  replicas: 3
  podManagementPolicy: Parallel
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      automountServiceAccountToken: false
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: db } } }]
      containers:
        - name: db
          image: registry.example.com/db:1.0
          volumeMounts: [{ name: data, mountPath: /data }]
          readinessProbe: { tcpSocket: { port: 5432 } }
          livenessProbe: { tcpSocket: { port: 5432 }, periodSeconds: 30 }
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
          resources: { requests: { cpu: "1", memory: 1Gi }, limits: { memory: 1Gi, ephemeral-storage: 1Gi } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], storageClassName: fast, resources: { requests: { storage: 20Gi } } } }]
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }
reclaimPolicy: Retain
allowVolumeExpansion: true
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: data }
spec: { clusterIP: None, publishNotReadyAddresses: true, selector: { app: db } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db, namespace: data }
spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: { matchLabels: { app: db } } }
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: { name: db, namespace: data }
spec:
  targetRef: { apiVersion: apps/v1, kind: StatefulSet, name: db }
  updatePolicy: { updateMode: "Off" }
  resourcePolicy: { containerPolicies: [{ containerName: "*", minAllowed: { cpu: 100m, memory: 128Mi }, maxAllowed: { cpu: "2", memory: 4Gi } }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: data }
spec: { podSelector: { matchLabels: { app: db } }, policyTypes: [Ingress, Egress] }
`;
const ALERTS = `
---
apiVersion: monitoring.googleapis.com/v1
kind: Rules
metadata: { name: db, namespace: data }
spec: { groups: [{ name: db, rules: [{ alert: Down, expr: up == 0 }] }] }
`;

function readiness(yaml: string): Readiness | undefined {
  const objects = documentsOf(yaml).flatMap((value, document) => fromManifest({ file: "x.yaml", document, value }));
  const graph = new ObjectGraph(objects);
  return assess(graph, evaluate(graph, RULES, { today: TODAY }));
}

describe("readiness", () => {
  it("is a share of points, and says what is pending and what it saw", () => {
    const { formula, pending, percent, workloads } = readiness(READY)!;
    assert.deepEqual(pending, [{ id: "alerts", name: "alert rules", workloads: 1 }]);
    const total = CHECKLIST.reduce((sum, { weighs }) => sum + WEIGHTS[weighs], 0);
    assert.equal(percent, Math.floor((100 * (total - WEIGHTS.medium)) / total));
    assert.match(formula, /critical 8, high 5, medium 3, low 1/);
    assert.deepEqual(workloads[0]!.patterns, {
      orchestration: "StatefulSet with 3 replicas, Parallel",
      storage: "data, 20Gi for each pod on a disk in two zones (class fast)",
      scaling: "VPA Off with bounds",
      protection: "budget keeps 2 of 3; backup by pgBackRest, hourly",
    });
  });

  const POLICY = `
---
apiVersion: monitoring.cnrm.cloud.google.com/v1beta1
kind: MonitoringAlertPolicy
metadata: { name: disks, namespace: config }
spec: { conditions: [{ conditionPrometheusQueryLanguage: { query: 'up{namespace="NAMESPACE"} == 0' } }] }
`;
  const elsewhere = (expr: string, summary = "Something is wrong"): string => `
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: all, namespace: watching }
spec: { groups: [{ name: all, rules: [{ alert: Wrong, expr: '${expr}', annotations: { summary: "${summary}" } }] }] }
`;
  const OTHERS: readonly [string, string, boolean][] = [
    ["an alerting policy about its namespace", POLICY.replace("NAMESPACE", "data"), true],
    ["an alerting policy about another namespace", POLICY.replace("NAMESPACE", "shop"), false],
    [
      "a monitor of Datadog beside it",
      `
---
apiVersion: datadoghq.com/v1alpha1
kind: DatadogMonitor
metadata: { name: disks, namespace: data }
spec: { query: "avg(last_5m):max:kubernetes.kubelet.volume.stats.used_bytes{*} > 1", type: metric alert }
`,
      true,
    ],
    ["rules about all sets, elsewhere", elsewhere("kube_statefulset_replicas > 1"), true],
    ["rules about all namespaces but one", elsewhere('kube_pod_info{namespace!="kube-system"} > 1'), true],
    ["rules about some namespaces, with its own", elsewhere('kube_pod_info{namespace=~"shop|data"} > 1'), true],
    ["rules about another namespace", elsewhere('kube_pod_info{namespace="data-lake"} > 1'), false],
    ["rules that name its pods", elsewhere('up{pod=~"db-[0-9]+"} == 0'), true],
    ["rules that name it in Google's words", elsewhere('up{namespace_name="data"} == 0'), true],
    ["rules that name another one, whose name begins so", elsewhere('up{statefulset="db-replica"} == 0'), false],
    ["rules that say its name as a word", elsewhere('up{job="web"} == 0', "db is down"), false],
    ["rules about nodes, elsewhere", elsewhere("node_load1 > 9"), false],
    ["rules that only record", ALERTS.replace("alert: Down", "record: down"), false],
    ["rules of the same kind of another API", ALERTS.replace("monitoring.googleapis.com/v1", "example.com/v1"), false],
  ];
  for (const [what, yaml, counts] of OTHERS) {
    it(`takes ${what} ${counts ? "for alerts" : "for none"}`, () => {
      const pending = readiness(READY + yaml)!.pending.map(({ id }) => id);
      assert.deepEqual(pending, counts ? [] : ["alerts"]);
    });
  }

  it("is whole only when nothing is pending", () => {
    const { pending, percent, workloads } = readiness(READY + ALERTS)!;
    assert.equal(percent, 100);
    assert.deepEqual(pending, []);
    assert.deepEqual(workloads[0]!.checks.find(({ id }) => id === "alerts")!.evidence, [
      "Rules data/db".replace("data/", ""),
    ]);
  });

  it("loses nothing for a hint, and tells it", () => {
    const alone = READY.replace("replicas: 3", "replicas: 1");
    const hints = readiness(alone + ALERTS)!.workloads[0]!.checks.filter(({ status }) => status === "hint");
    assert.ok(hints.length > 0);
    for (const { evidence, points } of hints) {
      assert.ok(evidence.length > 0);
      assert.equal(points.has, points.of);
    }
  });

  it("is none where there is no workload", () => {
    assert.equal(readiness(ALERTS.replace("---", "")), undefined);
  });

  const losses: readonly (readonly [string, string, string, number])[] = [
    ["the budget", "maxUnavailable: 1", "budget", 5],
    ["the backup", "gke-stateful/backup", "backup", 8],
    ["the readiness probe", "readinessProbe", "probes", 3],
    ["the spread", "topologySpreadConstraints", "placement", 3],
    ["the headless Service", "clusterIP: None", "service", 5],
  ];
  for (const [what, text, id, lost] of losses) {
    it(`loses points without ${what}`, () => {
      const found = readiness(
        READY.replace(
          text,
          text === "clusterIP: None"
            ? "clusterIP: ''"
            : text === "maxUnavailable: 1"
              ? "maxUnavailable: 0"
              : `x-${text}`,
        ),
      )!;
      const check = found.workloads[0]!.checks.find((one) => one.id === id)!;
      assert.equal(check.status, "pending");
      assert.equal(check.points.of - check.points.has, lost);
      assert.ok(check.evidence.length > 0);
    });
  }

  it("knows every rule that judges workloads and what belongs to them, once", () => {
    const listed: readonly string[] = CHECKLIST.flatMap(({ rules }) => [...rules]);
    assert.equal(new Set(listed).size, listed.length);
    const others = RULES.filter(({ id }) => !listed.includes(id)).map(({ id }) => id);
    assert.ok(
      others.every((id) => /^(?:cluster|pool)-|^(?:helm-release-unseen|monthly-cost)$/.test(id)),
      others.join(", "),
    );
    for (const { rules, weighs } of CHECKLIST.filter((check) => check.rules.length > 0)) {
      const worst = Math.max(...rules.map((id) => WEIGHTS[RULES.find((rule) => rule.id === id)!.severity]));
      assert.equal(WEIGHTS[weighs], worst, rules.join());
    }
  });
});
