import { barePod } from "../../../policy/rules/bare-pod";
import { ruleTest } from "../../support/rules";

ruleTest(barePod, {
  valid: {
    "a pod that ends": `
apiVersion: v1
kind: Pod
metadata: { name: db }
spec: { restartPolicy: Never, containers: [{ name: a }] }`,
    "a pod that something made": `
apiVersion: v1
kind: Pod
metadata: { name: db, ownerReferences: [{ kind: Job, name: j }] }
spec: { containers: [{ name: a }] }`,
  },
});
