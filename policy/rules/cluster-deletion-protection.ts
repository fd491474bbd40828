import { defineRule, problem } from "./engine/rule";

/** Deleting a cluster deletes everything that runs in it. */
export const clusterDeletionProtection = defineRule({
  id: "cluster-deletion-protection",
  severity: "high",
  title: "A cluster is protected from deletion",
  why: "Many inputs replace a cluster. Without protection one changed line deletes it, with every workload and every disk whose policy is Delete.",
  remediation: "Set `deletionProtection: true`. To delete a cluster on purpose: set it to false, update, then delete.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "A replacement ends in an error.",
  url: "https://www.pulumi.com/registry/packages/gcp/api-docs/container/cluster/",
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { deletionProtection: false }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { deletionProtection: true }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("deletionProtection");
    // The provider's default is true.
    if (field.flag === false) {
      yield problem(field, "has deletionProtection false");
    }
  },
});
