import { defineRule, problem } from "./engine/rule";

const ENFORCE = "pod-security.kubernetes.io/enforce";
const PROFILES = ["baseline", "restricted"];
/** Namespaces that Kubernetes and GKE keep for themselves. */
const SYSTEM = /^(?:kube-|gke-|gmp-|config-management-)/;

/** A namespace without a Pod Security label lets in what the rules above forbid. */
export const namespacePodSecurity = defineRule({
  id: "namespace-pod-security",
  severity: "medium",
  title: "A namespace enforces a Pod Security Standard",
  why: "Rules in a pull request judge what passes through it. Only the namespace's label stops a privileged pod that somebody applies by hand.",
  remediation: `Label the Namespace: \`metadata: { labels: { ${ENFORCE}: restricted, pod-security.kubernetes.io/warn: restricted } }\`; start with warn and audit to see who would be refused.`,
  effort: { time: "minutes", why: "Labels, once all pods of the namespace fit." },
  outcome: "The API server refuses pods that could reach their node.",
  url: "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
  frameworks: [{ name: "Pod Security Standards", control: "enforcement" }],
  example: {
    wrong: `
apiVersion: v1
kind: Namespace
metadata: { name: databases }`,
    right: `
apiVersion: v1
kind: Namespace
metadata: { name: databases, labels: { pod-security.kubernetes.io/enforce: restricted } }`,
  },
  kinds: ["Namespace"],
  scope: "object",
  *check(object) {
    const field = object.at("metadata.labels").of(ENFORCE);
    if (!SYSTEM.test(object.name ?? "") && !PROFILES.includes(field.text ?? "")) {
      yield problem(field, `has label ${ENFORCE} ${field.text ?? "not set"}; ${PROFILES.join(" or ")} is asked for`);
    }
  },
});
