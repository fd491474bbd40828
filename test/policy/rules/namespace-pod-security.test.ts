import { namespacePodSecurity } from "../../../policy/rules/namespace-pod-security";
import { ruleTest } from "../../support/rules";

ruleTest(namespacePodSecurity, {
  valid: {
    "a namespace of the system": `
apiVersion: v1
kind: Namespace
metadata: { name: kube-system }`,
    baseline: `
apiVersion: v1
kind: Namespace
metadata: { name: a, labels: { pod-security.kubernetes.io/enforce: baseline } }`,
  },
  invalid: {
    privileged: {
      yaml: `
apiVersion: v1
kind: Namespace
metadata: { name: a, labels: { pod-security.kubernetes.io/enforce: privileged } }`,
      says: [/privileged; baseline or restricted/],
    },
    "only a warning": {
      yaml: `
apiVersion: v1
kind: Namespace
metadata: { name: a, labels: { pod-security.kubernetes.io/warn: restricted } }`,
      says: [/not set/],
    },
  },
});
