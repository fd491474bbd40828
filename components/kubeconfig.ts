import * as pulumi from "@pulumi/pulumi";
import { execPlugin } from "./kubernetes-login";
import type * as container from "@pulumi/gcp/container";
import type { ClusterSettings } from "../config/schema/cluster";

/** Name of cluster, user and context in the kubeconfig. */
const ENTRY = "gke";

/** A kubeconfig without credentials. It uses the DNS endpoint, whose certificate every system trusts, if the cluster has one. */
export function kubeconfig(
  cluster: container.Cluster,
  { dnsEndpoint, login }: Pick<ClusterSettings, "dnsEndpoint" | "login">,
): pulumi.Output<string> {
  return dnsEndpoint
    ? cluster.controlPlaneEndpointsConfig.apply(({ dnsEndpointConfig }) =>
        render({ server: `https://${dnsEndpointConfig.endpoint}` }, login),
      )
    : pulumi
        .all([cluster.endpoint, cluster.masterAuth])
        .apply(([endpoint, { clusterCaCertificate }]) =>
          render({ server: `https://${endpoint}`, "certificate-authority-data": clusterCaCertificate }, login),
        );
}

function render(server: Readonly<Record<string, string>>, login: ClusterSettings["login"]): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: ENTRY, cluster: server }],
    users: [{ name: ENTRY, user: { exec: execPlugin(login) } }],
    contexts: [{ name: ENTRY, context: { cluster: ENTRY, user: ENTRY } }],
    "current-context": ENTRY,
  });
}
