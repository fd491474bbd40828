import assert from "node:assert/strict";
import { isSecret, isUnknown } from "../../commands/plan/engine/plan";
import { unknownPaths } from "../../commands/plan/engine/manifests";
import { at, namesOf, ofType, only, planWith } from "../support/stacks";
import type { Plan, PlanMode, PlanObject } from "../../commands/plan/engine/plan";

const SECRETS = {
  "@.secrets": {
    db: { generate: ["password"], fromConfig: ["token"], env: { PASSWORD: "password" }, mountPath: "/db" },
  },
};
const VALUES = { secrets: { "terminal-pods": { db: { token: "hunter2" } } } };
const withSecrets = (mode: PlanMode): Promise<Plan> =>
  planWith("dev", { ...SECRETS, ...VALUES }, mode, ["gke-stateful:secrets"]);

describe("StatefulWorkload", () => {
  it("gives every pod a DNS name before it is ready", async () => {
    const { inputs } = only(await planWith("prod"), "core/v1:Service", "terminal-pods-headless");
    assert.deepEqual(inputs["spec"], {
      clusterIP: "None",
      ports: [{ name: "http", port: 8080, protocol: "TCP", targetPort: "http" }],
      publishNotReadyAddresses: true,
      selector: { app: "terminal" },
    });
    const set = only(await planWith("prod"), "StatefulSet").inputs;
    assert.equal(at(set, "spec.serviceName"), at(inputs, "metadata.name"));
  });

  it("offers clients the pods that are ready, and does not wait for them twice", async () => {
    const { inputs } = only(await planWith("prod"), "core/v1:Service", "terminal-pods-service");
    assert.equal(at(inputs, "spec.type"), "ClusterIP");
    assert.equal(at(inputs, "spec.publishNotReadyAddresses"), undefined);
    assert.deepEqual(at(inputs, "metadata.annotations"), { "pulumi.com/skipAwait": "true" });
  });

  it("gives clients outside of the cluster an address where that is asked for", async () => {
    const service = { type: "LoadBalancer", sourceRanges: ["10.0.0.0/8"], annotations: { a: "b" } };
    const { inputs } = only(
      await planWith("prod", { "@.service": service }),
      "core/v1:Service",
      "terminal-pods-service",
    );
    assert.deepEqual(at(inputs, "metadata.annotations"), {
      "pulumi.com/skipAwait": "true",
      "networking.gke.io/load-balancer-type": "Internal",
      a: "b",
    });
    assert.equal(at(inputs, "spec.type"), "LoadBalancer");
    assert.equal(at(inputs, "spec.externalTrafficPolicy"), "Local");
    assert.deepEqual(at(inputs, "spec.loadBalancerSourceRanges"), ["10.0.0.0/8"]);
    const plan = await planWith("prod", { "@.service": { ...service, internal: false } });
    const open = only(plan, "core/v1:Service", "terminal-pods-service").inputs;
    assert.equal(at(open, "metadata.annotations")?.["networking.gke.io/load-balancer-type" as never], undefined);
  });

  it("offers nothing where there is no port", async () => {
    const plan = await planWith("dev", { "@.ports": {}, "@.probes": { readiness: { command: ["true"] } } });
    assert.deepEqual(
      ofType(plan, "core/v1:Service").map(({ name }) => name),
      ["terminal-pods-headless"],
    );
  });

  it("keeps the DNS names that pods have elsewhere, and makes room for them", async () => {
    const plan = await planWith("dev", { "@.serviceName": "terminal-pods" });
    assert.equal(at(only(plan, "StatefulSet").inputs, "spec.serviceName"), "terminal-pods");
    const [headless, client] = ["headless", "service"].map(
      (part) => only(plan, "core/v1:Service", `terminal-pods-${part}`).inputs,
    );
    assert.equal(at(headless, "metadata.name"), "terminal-pods");
    assert.equal(at(headless, "spec.clusterIP"), "None");
    assert.equal(at(client, "metadata.name"), "terminal-pods-client");
  });

  it("is known to the last leaf on a first preview, secrets and all", async () => {
    const { inputs } = only(await withSecrets("preview"), "StatefulSet");
    assert.deepEqual(unknownPaths(inputs), []);
    assert.ok(!JSON.stringify(inputs).includes("$secret"));
  });

  it("waits for the namespace, the class, the nodes and its own configuration", async () => {
    const dependencies = namesOf(only(await planWith("prod"), "StatefulSet").dependencies);
    for (const name of [
      "namespace-namespace",
      "storage-class",
      "stateful-pool",
      "system-pool",
      "priority-class",
      "terminal-pods-config",
      "terminal-pods-headless",
      "terminal-pods-account",
    ]) {
      assert.ok(dependencies.includes(name), `${name} in ${dependencies.join(", ")}`);
    }
  });

  it("is replaced without its pods", async () => {
    const { inputs, options } = only(await planWith("prod"), "StatefulSet");
    assert.deepEqual(at(inputs, "metadata.annotations"), {
      "gke-stateful/backup-plan": "projects/my-project-prod/locations/europe-west1/backupPlans/gke-stateful-prod",
      "gke-stateful/cluster": "projects/my-project-prod/locations/europe-west1/clusters/gke-stateful-prod",
      "pulumi.com/deletionPropagationPolicy": "orphan",
    });
    assert.equal(options.protect, undefined);
    const without = only(await planWith("prod", { "backup.enabled": false }), "StatefulSet").inputs;
    assert.ok(!Object.hasOwn(at(without, "metadata.annotations") as object, "gke-stateful/backup-plan"));
    const elsewhere = only(await planWith("prod", { "backup.location": "europe-west4" }), "StatefulSet").inputs;
    assert.match(JSON.stringify(at(elsewhere, "metadata.annotations")), /locations\/europe-west4\/backupPlans/);
    assert.deepEqual(options.customTimeouts, { create: "10m", update: "10m" });
  });

  it("lets nobody but Pulumi have a token, and no pod", async () => {
    const plan = await planWith("prod");
    assert.equal(only(plan, "core/v1:ServiceAccount").inputs["automountServiceAccountToken"], false);
    assert.equal(at(only(plan, "StatefulSet").inputs, "spec.template.spec.automountServiceAccountToken"), false);
  });

  it("binds a Google service account when asked, and only then", async () => {
    const email = "app@other-project.iam.gserviceaccount.com";
    const plan = await planWith("prod", { "@.googleServiceAccount": email });
    assert.deepEqual(at(only(plan, "core/v1:ServiceAccount").inputs, "metadata.annotations"), {
      "iam.gke.io/gcp-service-account": email,
    });
    assert.equal(ofType(plan, "serviceaccount/iAMMember:IAMMember").length, 1);
    assert.equal(ofType(await planWith("prod"), "serviceaccount/iAMMember:IAMMember").length, 0);
  });

  it("asks the Stateful HA operator for failover where it can do that, unless told not to", async () => {
    for (const without of [
      planWith("dev"),
      planWith("local"),
      planWith("prod", { "@.failover": { enabled: false } }),
    ]) {
      assert.equal(ofType(await without, "HighAvailabilityApplication").length, 0);
    }
    assert.equal(
      at(
        only(await planWith("prod"), "HighAvailabilityApplication").inputs,
        "spec.policy.failoverSettings.afterNodeUnreachable.afterNodeUnreachableSeconds",
      ),
      60,
    );
    const { inputs } = only(
      await planWith("prod", { "@.failover": { afterNodeUnreachableSeconds: 20 } }),
      "HighAvailabilityApplication",
    );
    assert.equal(at(inputs, "metadata.name"), "terminal-pods");
    assert.deepEqual(at(inputs, "spec.policy"), {
      failoverSettings: {
        afterNodeUnreachable: { afterNodeUnreachableSeconds: 20 },
        forceDeleteStrategy: "AfterNodeUnreachable",
      },
      storageSettings: { requireRegionalStorage: true },
    });
  });

  it("keeps given secrets out of the component's own inputs", async () => {
    for (const mode of ["preview", "update"] as const) {
      const plan = await withSecrets(mode);
      assert.ok(!JSON.stringify(plan).includes("hunter2"));
      assert.equal(only(plan, "StatefulWorkload").inputs["secretValues"], undefined);
    }
    const generated = only(await withSecrets("preview"), "core/v1:Secret").inputs["stringData"];
    assert.ok(isSecret(generated) && isUnknown(generated));
    const data = only(await withSecrets("update"), "core/v1:Secret").inputs["stringData"] as PlanObject;
    assert.deepEqual(Object.keys(data).toSorted(), ["password", "token"]);
    assert.ok(Object.values(data).every(isSecret));
  });
});
