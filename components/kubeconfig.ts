import * as pulumi from "@pulumi/pulumi";
import type * as container from "@pulumi/gcp/container";
import type { ClusterSettings } from "../config/schema/cluster";

/** Name of cluster, user and context in the kubeconfig. */
const ENTRY = "gke";
/** Program that gets a fresh token for each call, so that no token is ever written down. */
const EXEC_PLUGIN = {
  apiVersion: "client.authentication.k8s.io/v1beta1",
  command: "gke-gcloud-auth-plugin",
  installHint: "Install it with: gcloud components install gke-gcloud-auth-plugin",
  interactiveMode: "Never",
  provideClusterInfo: true,
} as const;

/** A kubeconfig without credentials. It uses the DNS endpoint, whose certificate every system trusts, if the cluster has one. */
export function kubeconfig(
  cluster: container.Cluster,
  { dnsEndpoint }: Pick<ClusterSettings, "dnsEndpoint">,
): pulumi.Output<string> {
  return dnsEndpoint
    ? cluster.controlPlaneEndpointsConfig.apply(({ dnsEndpointConfig }) =>
        render({ server: `https://${dnsEndpointConfig.endpoint}` }),
      )
    : pulumi
        .all([cluster.endpoint, cluster.masterAuth])
        .apply(([endpoint, { clusterCaCertificate }]) =>
          render({ server: `https://${endpoint}`, "certificate-authority-data": clusterCaCertificate }),
        );
}

function render(server: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: ENTRY, cluster: server }],
    users: [{ name: ENTRY, user: { exec: EXEC_PLUGIN } }],
    contexts: [{ name: ENTRY, context: { cluster: ENTRY, user: ENTRY } }],
    "current-context": ENTRY,
  });
}
