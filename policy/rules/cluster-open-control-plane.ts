import { isEverybody } from "../facts/everybody";
import { defineRule, problem } from "./engine/rule";

/** A control plane that answers the whole internet is one stolen token away from being somebody else's. */
export const clusterOpenControlPlane = defineRule({
  id: "cluster-open-control-plane",
  severity: "high",
  title: "The control plane does not answer everybody",
  why: "With a public IP endpoint and no authorized networks, anybody can try tokens and bugs on the API server.",
  remediation:
    "Use the DNS endpoint, which asks IAM first: `controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: true }, ipEndpointsConfig: { enabled: false } }`; or name your networks in masterAuthorizedNetworksConfig.",
  effort: { time: "hours", why: "One field, and everybody's kubeconfig." },
  outcome: "Only those whom IAM, or the network, lets through reach the API server.",
  url: "https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation",
  frameworks: [{ name: "CIS GKE Benchmark", version: "1.4.0", control: "5.6.3" }],
  example: {
    wrong: `
type: gcp:container/cluster:Cluster
properties: { masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: 0.0.0.0/0 }] } }`,
    right: `
type: gcp:container/cluster:Cluster
properties: { controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: false } } }`,
  },
  kinds: ["Cluster"],
  scope: "object",
  *check(object) {
    const isClosed =
      object.at("controlPlaneEndpointsConfig.ipEndpointsConfig.enabled").flag === false ||
      object.at("privateClusterConfig.enablePrivateEndpoint").flag === true;
    if (isClosed) {
      return;
    }
    const networks = object.at("masterAuthorizedNetworksConfig");
    if (!networks.isSet) {
      yield problem(networks, "has a public IP endpoint without authorized networks");
    }
    for (const block of networks.at("cidrBlocks").items) {
      const field = block.at("cidrBlock");
      if (isEverybody(field.text ?? "")) {
        yield problem(field, `lets ${field.text ?? ""} reach its control plane`);
      }
    }
  },
});
