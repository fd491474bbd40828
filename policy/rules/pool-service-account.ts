import { defineRule, problem } from "./engine/rule";

const DEFAULT = "default";
const COMPUTE_DEFAULT = "-compute@developer.gserviceaccount.com";

/** The default account may edit the whole project. */
export const poolServiceAccount = defineRule({
  id: "pool-service-account",
  severity: "high",
  title: "Nodes have a service account of their own",
  why: "The Compute Engine default account often has the Editor role: who takes a node takes the project.",
  remediation:
    "Make a gcp.serviceaccount.Account with roles/container.defaultNodeServiceAccount and set `nodeConfig: { serviceAccount: account.email }`.",
  effort: { time: "hours", why: "An account and a binding; nodes are replaced one by one." },
  outcome: "A node may write logs and metrics, and nothing else.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
  frameworks: [{ name: "CIS GKE Benchmark", version: "2.0.0", control: "5.2.1" }],
  example: {
    wrong: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { serviceAccount: default } }`,
    right: `
type: gcp:container/nodePool:NodePool
properties: { nodeConfig: { serviceAccount: nodes@my-project.iam.gserviceaccount.com } }`,
  },
  kinds: ["NodePool"],
  scope: "graph",
  *check(object, graph) {
    const field = object.at("nodeConfig.serviceAccount");
    if (field.isUnknown && graph.sourcesOf(field).some(({ facts }) => facts.kindName === "Account")) {
      return; // It comes from an account that the program makes.
    }
    const account = field.text ?? DEFAULT;
    if (account === DEFAULT || account.endsWith(COMPUTE_DEFAULT)) {
      yield problem(field, `runs as ${field.isSet ? account : "the Compute Engine default account"}`);
    }
  },
});
