import { throwawayEnvironment } from "../../../policy/rules/throwaway-environment";
import { ruleTest } from "../../support/rules";

ruleTest(throwawayEnvironment, {
  valid: {
    "disks that go": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop-ci }
spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted: Delete }, volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
    "a name that only contains the word": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: latest-contest }
spec: { volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: fast } }] }`,
  },
});
