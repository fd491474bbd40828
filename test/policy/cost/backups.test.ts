import assert from "node:assert/strict";
import { estimate } from "../../../policy/cost/estimate";
import { loadPrices } from "../../../policy/cost/prices";
import { fromStack } from "../../../policy/graph/from-pulumi";
import { ObjectGraph } from "../../../policy/graph/graph";
import { asResource, documentsOf } from "../../support/rules";
import type { Usage } from "../../../policy/cost/usage";

const plan = (fields: string): string => `
type: gcp:gkebackup/backupPlan:BackupPlan
properties: { location: us-central1, backupConfig: { includeVolumeData: true, selectedNamespaces: { namespaces: [shop] } }, ${fields} }`;
const set = (namespace: string): string => `
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: ${namespace} }
spec:
  replicas: 3
  template: { spec: { containers: [{ name: db }] } }
  volumeClaimTemplates:
    - { metadata: { name: data }, spec: { storageClassName: premium-rwo, resources: { requests: { storage: 20Gi } } } }`;
const HOURLY = "backupSchedule: { rpoConfig: { targetRpoMinutes: 60 } }, retentionPolicy: { backupRetainDays: 14 }";
const DAILY = "backupSchedule: { rpoConfig: { targetRpoMinutes: 1440 } }, retentionPolicy: { backupRetainDays: 3 }";
const CRON = 'backupSchedule: { cronSchedule: "0 3 * * *" }, retentionPolicy: { backupRetainDays: 14 }';

/** Least, expected and most of pods and GiB. */
const quantities = (yaml: string, usage: Usage = {}): readonly (string | undefined)[] =>
  estimate({
    graph: new ObjectGraph(fromStack(documentsOf(yaml).map(asResource))),
    prices: loadPrices(),
    usage,
  })
    .entries.filter(({ title }) => title.startsWith("BackupPlan"))
    .flatMap(({ items }) =>
      items.map(({ quantity }) =>
        quantity === undefined
          ? undefined
          : [quantity.min, quantity.expected, quantity.max].map((one) => one.toFixed()).join(" "),
      ),
    );

describe("what Backup for GKE counts", () => {
  it("is the pods of the namespaces that a plan saves, and one copy of their claims with what changes of it", () => {
    // 60 × (1 + 14 × 0.05), and 14 × 24 copies at most.
    assert.deepEqual(quantities(plan(HOURLY) + set("shop")), ["3 3 3", "60 102 20160"]);
    assert.deepEqual(quantities(plan(DAILY) + set("shop")), ["3 3 3", "60 69 180"]);
  });

  it("counts a copy an hour at most where only a cron schedule is known", () => {
    assert.deepEqual(quantities(plan(CRON) + set("shop")), ["3 3 3", "60 102 20160"]);
  });

  it("is what a usage file says", () => {
    assert.deepEqual(quantities(plan(HOURLY) + set("shop"), { backupGiB: 75 }), ["3 3 3", "75 75 75"]);
  });

  it("is nothing that can be said where nothing is saved, or nobody says for how long", () => {
    assert.deepEqual(quantities(plan(HOURLY) + set("elsewhere")), ["0 0 0", undefined]);
    assert.deepEqual(quantities(plan("") + set("shop")), ["0 0 0", undefined]);
    const forever = "backupSchedule: { rpoConfig: { targetRpoMinutes: 60 } }";
    assert.deepEqual(quantities(plan(forever) + set("shop")), ["3 3 3", undefined]);
  });
});
