import { autoscaler } from "../../../../commands/doctor/indicators/autoscaler";
import { budgetBlocks } from "../../../../commands/doctor/indicators/budget-blocks";
import { crossZone } from "../../../../commands/doctor/indicators/cross-zone";
import { networkIdentity } from "../../../../commands/doctor/indicators/network-identity";
import { notScaling } from "../../../../commands/doctor/indicators/not-scaling";
import { rolloutStuck } from "../../../../commands/doctor/indicators/rollout-stuck";
import {
  ago,
  claim,
  condition,
  cordoned,
  event,
  inZone,
  itFinds,
  node,
  other,
  pod,
  service,
  set,
  unready,
  volume,
  wellBut,
  without,
} from "../../../support/doctor";
import type { ApiObject } from "../../../../cluster/api-object";

const SET = "StatefulSet/shop/db";
const HASH = "controller-revision-hash";

describe("rollout-stuck", () => {
  const updating = (spec: object = {}): ApiObject =>
    set({ spec, status: { updateRevision: "r2", updatedReplicas: 1 } });
  const newest = { [HASH]: "r2" };

  itFinds(rolloutStuck, [
    { name: "lets an update be that goes on", data: wellBut(updating(), unready(1, 3, newest)), finds: [] },
    {
      name: "finds the pod of the new revision that does not get ready",
      data: wellBut(updating(), unready(1, 15, newest)),
      finds: [`new-revision-not-ready ${SET}`],
    },
    {
      name: "finds the pod of the old revision that it waits for",
      data: wellBut(updating(), pod(1, { metadata: { labels: newest } }), unready(0, 15)),
      finds: [`old-pod-not-ready ${SET}`],
    },
    {
      name: "finds the pod of an abandoned revision in an ordered set",
      data: wellBut(
        set({ spec: { podManagementPolicy: "OrderedReady" }, status: { currentRevision: "r1", updateRevision: "r1" } }),
        unready(1, 15, newest),
      ),
      finds: [`abandoned-revision ${SET}`],
    },
    {
      name: "lets a partition hold an update for a day",
      data: wellBut(
        updating({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } }),
        pod(0, { metadata: { creationTimestamp: ago(9000) } }),
        pod(1, { metadata: { labels: newest, creationTimestamp: ago(23 * 60) } }),
      ),
      finds: [],
    },
    {
      name: "says that somebody may have forgotten it after that",
      data: wellBut(
        updating({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } }),
        pod(0),
        pod(1, { metadata: { labels: newest, creationTimestamp: ago(25 * 60) } }),
      ),
      finds: [`partition ${SET}`],
    },
    {
      name: "says so of a set that is updated by hand",
      data: wellBut(
        updating({ updateStrategy: { type: "OnDelete" } }),
        pod(0),
        pod(1, { metadata: { labels: newest, creationTimestamp: ago(25 * 60) } }),
      ),
      finds: [`on-delete ${SET}`],
    },
    {
      name: "does not take the age of pods for that of an update which has just begun",
      data: wellBut(
        updating({ updateStrategy: { type: "OnDelete" } }),
        pod(0, { metadata: { creationTimestamp: ago(43_200) } }),
      ),
      finds: [],
    },
  ]);
});

describe("budget-blocks", () => {
  const budget = (
    name: string,
    status: object,
    selector: object | undefined = { matchLabels: { app: "db" } },
  ): ApiObject =>
    other("PodDisruptionBudget", name, {
      spec: { selector },
      status: { expectedPods: 2, currentHealthy: 2, desiredHealthy: 1, disruptionsAllowed: 1, ...status },
    });
  const closed = { disruptionsAllowed: 0 };
  const POD = "Pod/shop/db-1";

  itFinds(budgetBlocks, [
    {
      name: "lets a drain go on where the budget has room",
      data: wellBut(cordoned(1, 30), budget("db", {})),
      finds: [],
    },
    { name: "gives a drain a quarter of an hour", data: wellBut(cordoned(1, 10), budget("db", closed)), finds: [] },
    {
      name: "finds a budget that never lets a pod go",
      data: wellBut(cordoned(1, 30), budget("db", { ...closed, desiredHealthy: 2 })),
      finds: [`too-strict ${POD}`],
    },
    {
      name: "finds one that waits for a sick pod",
      data: wellBut(cordoned(1, 30), unready(0, 30), budget("db", { ...closed, currentHealthy: 1 })),
      finds: [`sick-pods ${POD}`],
    },
    {
      name: "finds two budgets of one pod",
      data: wellBut(cordoned(1, 30), budget("db", closed), budget("again", {}, {})),
      finds: [`two-budgets ${POD}`],
    },
    {
      name: "lets a budget be that takes no pod",
      data: wellBut(cordoned(1, 30), budget("none", closed, null as never)),
      finds: [],
    },
  ]);
});

describe("not-scaling", () => {
  const larger = (spec: object = {}): ApiObject => set({ spec: { replicas: 3, ...spec } });
  const says = (message: string, minutes = 5): readonly ApiObject[] => [
    larger(),
    event(larger(), minutes, "FailedCreate", message),
  ];

  itFinds(notScaling, [
    { name: "lets a set grow", data: wellBut(larger()), finds: [] },
    ...[
      [
        "quota",
        'pods "db-2" is forbidden: exceeded quota: namespace-quota, requested: pods=1, used: pods=2, limited: pods=2',
      ],
      [
        "security",
        'pods "db-2" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
      ],
      ["webhook", 'Internal error occurred: failed calling webhook "check.example.com": context deadline exceeded'],
      ["limits", 'pods "db-2" is forbidden: maximum cpu usage per Container is 1, but limit is 2'],
      [
        "service-account",
        'pods "db-2" is forbidden: error looking up service account shop/db: serviceaccount "db" not found',
      ],
      ["refused", "something new"],
    ].map(([cause = "", message = ""]) => ({
      name: `tells ${cause} by what the API server says`,
      data: wellBut(...says(message)),
      finds: [`${cause} ${SET}`],
    })),
    { name: "lets an old refusal be", data: wellBut(...says("exceeded quota", 30)), finds: [] },
    {
      name: "lets a refusal be that is over",
      data: wellBut(event(set(), 5, "FailedCreate", "exceeded quota")),
      finds: [],
    },
    {
      name: "finds somebody else's pod of the name",
      data: wellBut(larger(), other("Pod", "db-2", { metadata: { labels: {} }, spec: { containers: [] } })),
      finds: [`name-taken ${SET}`],
    },
    {
      name: "finds the claim of before that is going",
      data: wellBut(larger(), claim(2, { metadata: { deletionTimestamp: ago(3) } })),
      finds: [`claim-going ${SET}`],
    },
    {
      name: "finds the pod that an ordered set waits for",
      data: wellBut(larger({ podManagementPolicy: "OrderedReady" }), unready(1, 10)),
      finds: [`waits-for-a-pod ${SET}`],
    },
    { name: "lets a parallel set not wait", data: wellBut(larger(), unready(1, 10)), finds: [] },
    {
      name: "finds what keeps a set from shrinking",
      data: wellBut(set({ spec: { replicas: 1 } }), unready(0, 10)),
      finds: [`waits-for-a-pod ${SET}`],
    },
    {
      name: "finds a controller that does not look",
      data: wellBut(set({ metadata: { generation: 3 }, status: { observedGeneration: 2 } })),
      finds: [`controller ${SET}`],
    },
    {
      name: "counts from the first ordinal of the set",
      data: without(wellBut(set({ spec: { replicas: 1, ordinals: { start: 1 } } })), "Pod db-0"),
      finds: [],
    },
  ]);
});

describe("autoscaler", () => {
  const scaler = (conditions: readonly object[], name = "db"): ApiObject =>
    other("HorizontalPodAutoscaler", "db", {
      spec: { maxReplicas: 5, scaleTargetRef: { kind: "StatefulSet", name } },
      status: { conditions },
    });
  const HPA = "HorizontalPodAutoscaler/shop/db";
  const blind = (minutes: number): object =>
    condition("ScalingActive", "False", minutes, { reason: "FailedGetResourceMetric" });
  const full = (minutes: number, reason = "TooManyReplicas"): object =>
    condition("ScalingLimited", "True", minutes, { reason });

  itFinds(autoscaler, [
    { name: "finds one without metrics", data: wellBut(scaler([blind(10)])), finds: [`no-metrics ${HPA}`] },
    { name: "gives it five minutes", data: wellBut(scaler([blind(4)])), finds: [] },
    {
      name: "lets one be that is switched off by replicas 0",
      data: wellBut(scaler([condition("ScalingActive", "False", 10, { reason: "ScalingDisabled" })])),
      finds: [],
    },
    { name: "lets one be of something else", data: wellBut(scaler([blind(10)], "web")), finds: [] },
    {
      name: "finds one at its maximum for half an hour",
      data: wellBut(scaler([full(31)])),
      finds: [`at-maximum ${HPA}`],
    },
    { name: "lets a peak be", data: wellBut(scaler([full(20)])), finds: [] },
    { name: "lets one be that is at its minimum", data: wellBut(scaler([full(90, "TooFewReplicas")])), finds: [] },
  ]);
});

describe("network-identity", () => {
  const policy = (spec: object): ApiObject =>
    other("NetworkPolicy", "closed", { spec: { podSelector: {}, policyTypes: ["Egress"], ...spec } });

  itFinds(networkIdentity, [
    {
      name: "finds that the Service is missing",
      data: without(wellBut(), "Service db"),
      finds: [`service-missing ${SET}`],
    },
    {
      name: "does not take a Service for missing that it may not see",
      data: { ...without(wellBut(), "Service db"), forbidden: ["Service"] },
      finds: [],
    },
    {
      name: "finds a Service that is not headless",
      data: wellBut(service({ clusterIP: "10.8.0.7" })),
      finds: [`not-headless ${SET}`],
    },
    {
      name: "finds a Service that selects other pods",
      data: wellBut(service({ selector: { app: "web" } })),
      finds: [`selector ${SET}`],
    },
    {
      name: "finds pods of the time of another Service",
      data: wellBut(pod(1, { spec: { subdomain: "before" } })),
      finds: [`other-service ${SET}`],
    },
    {
      name: "finds members that wait for each other and are not named",
      data: wellBut(service({ publishNotReadyAddresses: false }), unready(0, 10), unready(1, 10)),
      finds: [`not-published ${SET}`],
    },
    {
      name: "lets members be of which one is ready",
      data: wellBut(service({ publishNotReadyAddresses: false }), unready(1, 10)),
      finds: [],
    },
    {
      name: "finds a policy that lets no DNS through",
      data: wellBut(policy({ egress: [{ ports: [{ port: 443 }] }] })),
      finds: [`dns-blocked ${SET}`],
    },
    { name: "finds one that lets nothing through", data: wellBut(policy({})), finds: [`dns-blocked ${SET}`] },
    {
      name: "lets a policy be that lets DNS through",
      data: wellBut(policy({ egress: [{ ports: [{ port: 53, protocol: "UDP" }] }] })),
      finds: [],
    },
    {
      name: "lets a range of ports be that has DNS in it",
      data: wellBut(policy({ egress: [{ ports: [{ port: 1, endPort: 1024 }] }] })),
      finds: [],
    },
    { name: "lets a policy be about what comes in", data: wellBut(policy({ policyTypes: ["Ingress"] })), finds: [] },
    {
      name: "lets a policy be of other pods",
      data: wellBut(policy({ podSelector: { matchLabels: { app: "web" } } })),
      finds: [],
    },
    {
      name: "lets a set be without a Service",
      data: without(
        wellBut(
          set({ spec: { serviceName: "" } }),
          pod(0, { spec: { subdomain: undefined } }),
          pod(1, { spec: { subdomain: undefined } }),
        ),
        "Service db",
      ),
      finds: [],
    },
  ]);
});

describe("cross-zone", () => {
  const caller = (nodeName: string, value: string): ApiObject =>
    other("Pod", "caller", {
      status: { phase: "Running" },
      spec: { nodeName, containers: [{ name: "x", env: [{ name: "DB", value }] }] },
    });
  const alone = (value: string, nodeName = "n1"): ReturnType<typeof wellBut> =>
    without(wellBut(set({ spec: { replicas: 1 } }), caller(nodeName, value)), "Pod db-1");

  itFinds(crossZone, [
    {
      name: "finds pods that are all in one zone",
      data: wellBut(pod(1, { spec: { nodeName: "n2" } }), node(2)),
      finds: [`skew ${SET}`],
    },
    {
      name: "lets them be where the other zone takes none",
      data: wellBut(pod(1, { spec: { nodeName: "n2" } }), node(2), node(1, { spec: { unschedulable: true } })),
      finds: [],
    },
    {
      name: "lets pods be whose disks are in the zones that they are in",
      data: wellBut(
        pod(1, { spec: { nodeName: "n2" } }),
        node(2),
        ...[0, 1].map((ordinal) => volume(ordinal, { spec: inZone("a") })),
      ),
      finds: [],
    },
    { name: "finds callers in another zone", data: alone("postgres://db-0.db:5432/x"), finds: [`far-clients ${SET}`] },
    { name: "lets callers be in the pods' zone", data: alone("postgres://db-0.db:5432/x", "n0"), finds: [] },
    { name: "lets a text be that is no host", data: alone("db_name=adb"), finds: [] },
  ]);
});
