import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { stringify } from "yaml";
import { configurationApi } from "../cluster/unused-configuration";
import { contentHash } from "./content-hash";
import { OBJECT_LABELS } from "./child-options";
import { configurationLabels } from "./guard/marks";
import type * as pulumi from "@pulumi/pulumi";
import type { SecretSettings, WorkloadSettings } from "../config/schema/workload";

/** Driver of the Secret Manager add-on. Source: https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component */
export const SECRET_DRIVER = "secrets-store-gke.csi.k8s.io";
/** The add-on's name for Secret Manager; that of the driver which users install themselves is another. Source: as {@link SECRET_DRIVER} */
const PROVIDER = "gke";
/** Kind of the object that tells the driver which files a pod gets. */
const KIND = "SecretProviderClass";

/**
 * Name of the object that tells the driver which files a pod gets. It ends in a hash of them: other versions are another object, and roll
 * the pods, while pods of an earlier revision keep theirs.
 */
export function managedSecretName(workload: string, secret: string, { fromSecretManager }: SecretSettings): string {
  return `${workload}-${secret}-${contentHash(fromSecretManager)}`;
}

/** The secrets of a workload in Secret Manager, without versions and repetitions. */
export function managedSecrets({ secrets }: WorkloadSettings): readonly string[] {
  const versions = Object.values(secrets).flatMap(({ fromSecretManager }) => Object.values(fromSecretManager));
  return [...new Set(versions.map((version) => version.replace(/\/versions\/.*$/, "")))];
}

/** Tells the driver which files a pod gets. It holds names only; the values go from Secret Manager to the pod's memory. */
export function createManagedSecret(
  {
    secret,
    settings,
    workload,
  }: { readonly secret: string; readonly settings: SecretSettings; readonly workload: string },
  namespace: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const files = Object.entries(settings.fromSecretManager).map(([path, resourceName]) => ({ resourceName, path }));
  return new CustomResource(
    `${workload}-${secret}-files`,
    {
      apiVersion: configurationApi(KIND),
      kind: KIND,
      metadata: {
        name: managedSecretName(workload, secret, settings),
        namespace,
        labels: { ...OBJECT_LABELS, ...configurationLabels(workload) },
      },
      spec: { provider: PROVIDER, parameters: { secrets: stringify(files) } },
    },
    options,
  );
}
