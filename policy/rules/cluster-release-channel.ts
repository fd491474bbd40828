import { isAutopilot } from "../graph/clusters";
import { defineRule, problem } from "./engine/rule";

/** Without a channel, upgrades come when nobody expects them, and exclusions do not help. */
export const clusterReleaseChannel = defineRule({
  id: "cluster-release-channel",
  severity: "medium",
  title: "A cluster is in a release channel",
  why: "Clusters without a channel are upgraded on Google's schedule all the same, with fewer kinds of maintenance exclusion. Google has deprecated it.",
  remediation: "Set `releaseChannel: { channel: REGULAR }`.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "Versions are chosen, and minor upgrades can be held back until end of support.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.5.4" }],
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { releaseChannel: { channel: UNSPECIFIED } }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { releaseChannel: { channel: REGULAR } }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const field = object.at("releaseChannel.channel");
    const isChosen = field.isSet && field.text !== "UNSPECIFIED";
    if (!isChosen && !isAutopilot(object)) {
      yield problem(field, `is in no release channel (releaseChannel.channel ${field.text ?? "not set"})`);
    }
  },
});
