import { EXEMPT_PREFIX, EXEMPTION_FORM } from "./exemptions";
import type { DescribedRule } from "./rule";

/** A decision that a rule could not make. */
export const undecidable: DescribedRule = {
  id: "undecidable",
  severity: "low",
  title: "Every rule can decide",
  why: "On a first preview, values that come from resources are not known. A rule that needs one can neither pass nor fail, and says so here instead of passing in silence.",
  remediation:
    'Give names, namespaces, labels and replicas as plain text and numbers, with dependsOn for the order: `namespace: "stateful"` in the place of `namespace: ns.metadata.name`.',
  effort: { time: "minutes", why: "A string in the place of an Output." },
  outcome: "A pull request is judged in full before anything exists.",
  url: "https://www.pulumi.com/docs/insights/policy/policy-packs/authoring/",
};

/** An exemption that does not count. */
export const invalidExemption: DescribedRule = {
  id: "invalid-exemption",
  severity: "high",
  title: "An exemption has a reason and a last day",
  why: "An exemption without a reason cannot be questioned, one without an end is forgotten, and one that has ended protects nothing.",
  remediation: `Write the annotation as \`${EXEMPT_PREFIX}<rule>: "${EXEMPTION_FORM}"\`, or in the configuration \`"<rule>": { "exemptions": [{ "object": "StatefulSet stateful/db", "expires": "2027-01-31", "reason": "…" }] }\`. At most a year ahead.`,
  effort: { time: "minutes", why: "One line; or mend what it was for." },
  outcome: "Every exception is known, and comes up again.",
  url: "https://www.pulumi.com/docs/insights/policy/policy-packs/authoring/",
};

/** The list of exemptions that count. */
export const exempted: DescribedRule = {
  id: "exempted",
  severity: "advisory",
  title: "Every exemption in use is listed",
  why: "What is exempt today is a decision that others should see.",
  remediation: "Nothing has to be done before the day that is named.",
  effort: { time: "minutes", why: "Reading it." },
  outcome: "Nobody believes that a rule holds where it does not.",
  url: "https://www.pulumi.com/docs/insights/policy/policy-packs/authoring/",
};

/** All of them. */
export const META_RULES: readonly DescribedRule[] = [exempted, invalidExemption, undecidable];
