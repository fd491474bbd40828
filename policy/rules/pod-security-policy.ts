import { defineRule, problem } from "./engine/rule";

/** PodSecurityPolicy is gone since Kubernetes 1.25; a file that still has one protects nothing. */
export const podSecurityPolicy = defineRule({
  id: "pod-security-policy",
  severity: "low",
  title: "No PodSecurityPolicy is left over",
  why: "Kubernetes removed PodSecurityPolicy in 1.25. Applying one fails, and whoever reads it believes that something is enforced.",
  remediation: "Delete it and label the namespaces: `pod-security.kubernetes.io/enforce: restricted`.",
  effort: { time: "minutes", why: "One object goes." },
  outcome: "What is written down is what is enforced.",
  url: "https://kubernetes.io/docs/concepts/security/pod-security-policy/",
  example: {
    wrong: `
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: { name: restricted }`,
    right: `
apiVersion: v1
kind: Namespace
metadata: { name: databases, labels: { pod-security.kubernetes.io/enforce: restricted } }`,
  },
  kinds: ["PodSecurityPolicy"],
  scope: "object",
  *check(object) {
    yield problem(object.root, "is of a kind that Kubernetes removed in 1.25");
  },
});
