import { defineRule, problem } from "./engine/rule";

/** Names of environments that nobody misses. */
const THROWAWAY = /(?:^|-)(?:ci|e2e|ephemeral|playground|preview|sandbox|scratch|test|tests|testing|tmp)(?:$|-)/;

/** A test that starts from nothing every time needs no disk that outlives it. */
export const throwawayEnvironment = defineRule({
  id: "throwaway-environment",
  severity: "advisory",
  title: "A throw-away environment needs no disks that stay",
  why: "Disks of a test environment outlive it, and are billed until somebody finds them.",
  remediation:
    "Use a generic ephemeral volume, `volumes: [{ name: data, ephemeral: { volumeClaimTemplate: … } }]`. Where the set should stay as it is, `whenDeleted: Delete` does it, with an exemption from claim-retention-delete.",
  effort: { time: "minutes", why: "A few lines." },
  outcome: "Nothing stays behind.",
  url: "https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop-ci }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }] }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }] }`,
  },
  kinds: ["StatefulSet"],
  scope: "object",
  *check(object) {
    const field = object.namespaceField;
    const goes = object.at("spec.persistentVolumeClaimRetentionPolicy.whenDeleted").text === "Delete";
    if (THROWAWAY.test(field.text ?? "") && !goes && object.at("spec.volumeClaimTemplates").items.length > 0) {
      yield problem(field, `keeps disks, in namespace ${field.text ?? ""}, which sounds like one to throw away`);
    }
  },
});
