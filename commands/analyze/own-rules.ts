import { EXEMPT_PREFIX } from "../../policy/rules/engine/exemptions";
import type { DescribedRule } from "../../policy/rules/engine/rule";

/** A file or document that nobody can read. */
export const unreadable: DescribedRule = {
  id: "unreadable",
  severity: "high",
  title: "A file can be read",
  why: "What cannot be read is not judged, and kubectl apply stops at it.",
  remediation:
    "Mend what the message names. If the file is not for a cluster, leave it out with `ignore` in .gke-stateful.yaml.",
  effort: { time: "minutes", why: "The line is named." },
  outcome: "Everything in the files is judged.",
  url: "https://yaml.org/spec/1.2.2/",
};

/** A key that stands twice in one map. */
export const repeatedKey: DescribedRule = {
  id: "repeated-key",
  severity: "high",
  title: "A key stands once in a map",
  why: "The last one counts and the others are dropped without a word, among them what somebody believes to have set. The API server refuses it under strict validation.",
  remediation: "Merge the two, or take one out.",
  effort: { time: "minutes", why: "Two places in one file." },
  outcome: "What is written is what runs.",
  url: "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
};

/** An object that the API server would refuse. */
export const invalidObject: DescribedRule = {
  id: "invalid-object",
  severity: "high",
  title: "The API server takes an object as it is written",
  why: "A field that does not exist is dropped or refused, a value of another type is refused. A misspelt field is a setting that nobody has.",
  remediation: "Write the field as the API knows it: `kubectl explain <kind>.<field>` shows what there is.",
  effort: { time: "minutes", why: "The field is named." },
  outcome: "kubectl apply takes the object, and every field in it counts.",
  url: "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
};

/** A suppression that names no rule. */
export const unknownExemption: DescribedRule = {
  id: "unknown-exemption",
  severity: "medium",
  title: "An exemption names a rule",
  why: "An exemption from a rule that does not exist keeps nothing back. It is misspelt, or the rule has another name now.",
  remediation: `Write the rule's name behind \`${EXEMPT_PREFIX}\`; \`gke-stateful analyze --explain\` lists them. Or take the annotation out.`,
  effort: { time: "minutes", why: "One line." },
  outcome: "What is meant to be exempt is, and nothing else.",
  url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/",
};

/** All of them. */
export const OWN_RULES: readonly DescribedRule[] = [invalidObject, repeatedKey, unknownExemption, unreadable];
