import assert from "node:assert/strict";
import { analyzed, lines, statefulSet } from "../../../support/analysis";

const invalid = (text: string, kubernetesMinor?: number): readonly string[] =>
  lines(
    analyzed(
      { "x.yaml": text },
      { only: ["invalid-object"], ...(kubernetesMinor !== undefined && { kubernetesMinor }) },
    ),
  ).map((line) => line.replace("invalid-object x.yaml:", ""));
const object = (kind: string, rest: string, apiVersion = "v1"): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\n${rest}`;

describe("the API's own schemas", () => {
  it("accept what the API server accepts", () => {
    assert.deepEqual(invalid(statefulSet("db")), []);
    assert.deepEqual(invalid(object("ConfigMap", "data: null\n")), []);
    assert.deepEqual(
      invalid(
        object(
          "Pod",
          "spec: { containers: [{ name: a, image: b, resources: { limits: { cpu: 0.5, memory: 1e3 } } }] }",
        ),
      ),
      [],
    );
    assert.deepEqual(
      invalid(
        object(
          "Service",
          "spec: { ports: [{ name: web, port: 80, targetPort: web }, { name: more, port: 81, targetPort: 8081 }] }",
        ),
      ),
      [],
    );
    assert.deepEqual(invalid(object("Widget", "spec: 1", "example.com/v1")), []);
  });

  const cases: readonly (readonly [string, string, string])[] = [
    [
      "a field that does not exist",
      statefulSet("db").replace("replicas:", "replica:"),
      "7:3 has spec.replica, which Kubernetes does not know; replicas is meant, perhaps",
    ],
    [
      "a text for a number",
      statefulSet("db").replace("replicas: 3", 'replicas: "3"'),
      '7:3 has spec.replicas = "3", and it must be a whole number',
    ],
    [
      "a number for a text",
      statefulSet("db").replace("matchLabels: { app: db }", "matchLabels: { app: 1 }"),
      "9:20 has spec.selector.matchLabels.app = 1, and it must be a text; write it in quotes",
    ],
    [
      "a truth value for a text, as kubectl reads it",
      object("ConfigMap", "data: { a: yes }"),
      "4:9 has data.a = true, and it must be a text; write it in quotes",
    ],
    [
      "a map for a list",
      object("Pod", "spec: { containers: { name: a } }"),
      "4:9 has spec.containers = a map, and it must be a list",
    ],
    ["a list for a map", object("Pod", "spec: []"), "4:1 has spec = a list, and it must be a map"],
    [
      "no quantity",
      object(
        "PersistentVolumeClaim",
        "spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10GB } } }",
      ),
      '4:64 has spec.resources.requests.storage = "10GB", and it must be a quantity such as 500m or 20Gi',
    ],
    [
      "what is missing",
      object(
        "StatefulSet",
        "spec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ image: a }] } } }",
        "apps/v1",
      ),
      "4:111 lacks spec.template.spec.containers[0].name, which it must have",
    ],
    [
      "a kind that does not exist",
      object("Servce", ""),
      "2:1 is of kind Servce, which Kubernetes 1.37 does not have; Service is meant, perhaps",
    ],
    [
      "an API version that does not exist",
      statefulSet("db").replace("apps/v1", "apps/v2"),
      "1:1 has apiVersion apps/v2 for a StatefulSet, and Kubernetes 1.37 serves it as apps/v1",
    ],
    ["an object without a name", "apiVersion: v1\nkind: ConfigMap\n", "1:1 lacks metadata.name, which it must have"],
    [
      "a selector of other pods",
      statefulSet("db").replace("labels: { app: db }", "labels: { app: web }"),
      "8:3 has spec.selector, which does not select the labels of its own pods (spec.template.metadata.labels)",
    ],
    [
      "a mount of nothing",
      statefulSet("db", "          volumeMounts: [{ name: data, mountPath: /data }]\n"),
      "17:28 mounts data, and has no volume and no claim template of that name",
    ],
    [
      "a container without an image",
      statefulSet("db", "        - name: other\n"),
      "17:11 lacks an image for container other",
    ],
    [
      "a request above its limit",
      statefulSet("db", "          resources: { requests: { memory: 2Gi }, limits: { memory: 512Mi } }\n"),
      "17:36 asks for 2Gi memory, more than its own limit of 512Mi",
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(`refuse ${name}`, () => {
      assert.deepEqual(invalid(text), [expected]);
    });
  }

  it("are those of the version that is asked for", () => {
    const ordinals = statefulSet("db").replace("replicas: 3", "replicas: 3\n  ordinals: { start: 1 }");
    assert.deepEqual(invalid(ordinals, 36), []);
    assert.deepEqual(invalid(ordinals, 25), [
      "8:3 has spec.ordinals, which Kubernetes 1.25 does not know; it is there from 1.26 on",
    ]);
    const policy = object("ValidatingAdmissionPolicy", "spec: {}", "admissionregistration.k8s.io/v1");
    assert.deepEqual(invalid(policy, 29).length, 1);
    assert.deepEqual(invalid(policy, 30), []);
  });

  it("leave what is filled in later, and what a rule says already", () => {
    assert.deepEqual(invalid(statefulSet("db").replace("replicas: 3", "replicas: ${REPLICAS}")), []);
    assert.deepEqual(invalid(object("PodDisruptionBudget", "spec: {}", "policy/v1beta1")), []);
  });
  for (const [what, text, says] of [
    [
      "both bounds of a budget",
      object("PodDisruptionBudget", "spec: { minAvailable: 1, maxUnavailable: 1, selector: {} }", "policy/v1"),
      "has both minAvailable and maxUnavailable, and may have one of them",
    ],
    [
      "bounds of an autoscaler the wrong way round",
      object(
        "HorizontalPodAutoscaler",
        "spec: { scaleTargetRef: { kind: StatefulSet, name: db }, minReplicas: 5, maxReplicas: 3 }",
        "autoscaling/v2",
      ),
      "has minReplicas 5, above maxReplicas 3",
    ],
    [
      "a Job that restarts for ever",
      object("Job", "spec: { template: { spec: { containers: [{ name: a, image: b }] } } }", "batch/v1"),
      "must have restartPolicy OnFailure or Never, because its pods end",
    ],
    [
      "a set whose pods never restart",
      statefulSet("db").replace("      containers:", "      restartPolicy: Never\n      containers:"),
      "has restartPolicy Never, and its pods can have Always only",
    ],
    [
      "fewer pods than none",
      statefulSet("db").replace("replicas: 3", "replicas: -1"),
      "has -1 replicas, and a number of pods is not negative",
    ],
    [
      "a name that no object can have",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: My_Map }\n",
      "has the name My_Map, and one has lower-case letters, digits, hyphens and dots only, 253 at most",
    ],
    [
      "a Service that no DNS can name",
      "apiVersion: v1\nkind: Service\nmetadata: { name: a.b }\nspec: { ports: [{ port: 1 }] }\n",
      "has the name a.b, and one has lower-case letters, digits and hyphens only, 63 at most",
    ],
    [
      "a set whose pods cannot carry its name",
      statefulSet("d".repeat(53)),
      "has a name of 53 letters, and the label of its pods has room for 52: none of them can be made",
    ],
    [
      "two containers of one name",
      object("Pod", "spec: { containers: [{ name: a, image: b }, { name: a, image: c }] }"),
      "has two containers a",
    ],
    [
      "two volumes of one name",
      object(
        "Pod",
        "spec: { containers: [{ name: a, image: b }], volumes: [{ name: v, emptyDir: {} }, { name: v, emptyDir: {} }] }",
      ),
      "has two volumes v",
    ],
    [
      "two mounts at one path",
      object(
        "Pod",
        "spec: { containers: [{ name: a, image: b, volumeMounts: [{ name: v, mountPath: /d }, { name: v, mountPath: /d }] }], volumes: [{ name: v, emptyDir: {} }] }",
      ),
      "mounts /d twice",
    ],
    [
      "a probe of a port that is not there",
      object(
        "Pod",
        "spec: { containers: [{ name: a, image: b, ports: [{ name: http, containerPort: 80 }], readinessProbe: { httpGet: { port: web, path: / } } }] }",
      ),
      "asks port web in its readinessProbe, and has no port of that name: it fails always",
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      const found = invalid(text);
      assert.ok(
        found.some((line) => line.endsWith(says)),
        found.join("\n"),
      );
    });
  }

  for (const [what, text] of [
    [
      "a schedule by its name, and one of five fields",
      `${object("CronJob", "spec: { schedule: '@hourly', jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: b }] } } } } }", "batch/v1")}\n---\n${object("CronJob", "spec: { timeZone: UTC, schedule: '0 3 * * 1-5', jobTemplate: { spec: { template: { spec: { restartPolicy: OnFailure, containers: [{ name: a, image: b }] } } } } }", "batch/v1").replace("name: x", "name: z")}`,
    ],
    ["names that something fills in", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: '${NAME}-map' }\n"],
    [
      "a role with colons in its name",
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: 'system:x' }\nrules: []\n",
    ],
    [
      "a probe of a port by its number",
      object("Pod", "spec: { containers: [{ name: a, image: b, readinessProbe: { tcpSocket: { port: 80 } } }] }"),
    ],
    ["a set with the longest name", statefulSet("d".repeat(52))],
  ] as const) {
    it(`accept ${what}`, () => {
      assert.deepEqual(invalid(text), []);
    });
  }
});

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  names: { kind: Widget, plural: widgets }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: { type: integer, minimum: 1 }
                mode: { type: string, enum: [fast, slow], nullable: true }
                port: { x-kubernetes-int-or-string: true, anyOf: [{ type: integer }, { type: string }] }
                free: { type: object, x-kubernetes-preserve-unknown-fields: true }
`;

describe("definitions of custom resources in the run", () => {
  const widget = (spec: string): readonly string[] =>
    lines(
      analyzed(
        { "crd.yaml": DEFINITION, "w.yaml": object("Widget", `spec: ${spec}`, "example.com/v1") },
        { only: ["invalid-object"] },
      ),
    ).map((line) => line.replace("invalid-object w.yaml:", ""));

  it("say what their resources may hold", () => {
    assert.deepEqual(widget("{ size: 2, mode: null, port: http, free: { a: 1 } }"), []);
    assert.deepEqual(widget("{ size: 2, sise: 3 }"), ["4:18 has spec.sise, which its definition does not know"]);
    assert.deepEqual(widget("{}"), ["4:1 lacks spec.size, which its definition asks for"]);
    assert.deepEqual(widget("{ size: 0 }"), ["4:9 has spec.size that must be >= 1, by its definition"]);
    assert.deepEqual(widget("{ size: 1, mode: other }"), [
      "4:18 has spec.mode that must be equal to one of the allowed values (fast, slow), by its definition",
    ]);
  });

  it("do no harm where they are broken themselves", () => {
    const broken = DEFINITION.replace("type: integer, minimum: 1", "type: nonsense, minimum: x");
    assert.deepEqual(
      lines(analyzed({ "crd.yaml": broken, "w.yaml": object("Widget", "spec: {}", "example.com/v1") })).filter((line) =>
        line.includes("w.yaml"),
      ),
      [],
    );
  });
});
