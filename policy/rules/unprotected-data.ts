import { defineRule, problem } from "./engine/rule";

/** A renamed resource is a deleted one, unless it is protected. */
export const unprotectedData = defineRule({
  id: "unprotected-data",
  severity: "medium",
  title: "Pulumi does not delete what cannot be had again",
  why: "A renamed resource, a wrong stack or a changed input that replaces deletes the old one. For a claim, a cluster or the backups that is the data.",
  remediation:
    "Pass `{ protect: true }` in the resource's options; `pulumi state unprotect URN` takes it back when it is really meant.",
  effort: { time: "minutes", why: "One option; it changes nothing in the cloud." },
  outcome: "A mistake in the program ends in an error, not in a deletion.",
  url: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
  example: {
    wrong: `
type: kubernetes:core/v1:PersistentVolumeClaim
properties: { metadata: { name: data } }`,
    right: `
type: kubernetes:core/v1:PersistentVolumeClaim
properties: { metadata: { name: data } }
options: { protect: true }`,
  },
  kinds: ["PersistentVolumeClaim", "Cluster", "BackupPlan"],
  scope: "object",
  *check(object) {
    if (object.facts.isProtected === false) {
      yield problem(object.root, "is not protected (resource option protect)");
    }
  },
});
