import { defineRule, problem } from "./engine/rule";

const ANNOTATION = "pulumi.com/deletionPropagationPolicy";

/** Pulumi replaces a StatefulSet whose claim template changes, and by default takes its pods along. */
export const replacementKillsPods = defineRule({
  id: "replacement-kills-pods",
  severity: "medium",
  title: "Replacing a StatefulSet leaves its pods running",
  why: "A larger volume, another selector or podManagementPolicy replaces the set. By default Pulumi deletes it with all its pods and waits: a full stop of the service.",
  remediation: `Annotate the StatefulSet from the first day: \`metadata: { annotations: { "${ANNOTATION}": "orphan" } }\`. The annotation has to be in the state before the change that replaces.`,
  effort: { time: "minutes", why: "One annotation, one update that changes nothing else." },
  outcome: "A replacement takes a moment; pods keep running and are taken over.",
  url: "https://www.pulumi.com/registry/packages/kubernetes/",
  example: {
    wrong: `
type: kubernetes:apps/v1:StatefulSet
properties: { metadata: { name: db }, spec: { volumeClaimTemplates: [{ metadata: { name: data } }] } }`,
    right: `
type: kubernetes:apps/v1:StatefulSet
properties:
  metadata: { name: db, annotations: { pulumi.com/deletionPropagationPolicy: orphan } }
  spec: { volumeClaimTemplates: [{ metadata: { name: data } }] }`,
  },
  kinds: ["StatefulSet"],
  scope: "object",
  *check(object) {
    if (object.urn === undefined) {
      return; // Only Pulumi replaces.
    }
    const field = object.at("metadata.annotations").of(ANNOTATION);
    if (object.at("spec.volumeClaimTemplates").items.length > 0 && field.text !== "orphan") {
      yield problem(
        field,
        `has annotation ${ANNOTATION} ${field.text ?? "not set"}, so a replacement stops all its pods`,
      );
    }
  },
});
