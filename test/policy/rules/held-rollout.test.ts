import { heldRollout } from "../../../policy/rules/held-rollout";
import { ruleTest } from "../../support/rules";

ruleTest(heldRollout, {
  valid: {
    "an operator that deletes the pods in its order": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, labels: { rollout-group: store } }
spec: { updateStrategy: { type: OnDelete } }`,
    "partition 0": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 0 } } }`,
  },
  invalid: {
    "by hand": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { updateStrategy: { type: OnDelete } }`,
      says: [/updateStrategy OnDelete/],
    },
  },
});
