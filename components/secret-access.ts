import * as pulumi from "@pulumi/pulumi";
import * as secretmanager from "@pulumi/gcp/secretmanager";
import { childOptions } from "./child-options";
import { known } from "./known";

/** Read the value of a secret. */
const ROLE = "roles/secretmanager.secretAccessor";

/** Arguments of {@link SecretAccess}. */
export interface SecretAccessArgs {
  /** Google Cloud project id, whose identity pool holds the Kubernetes service account. */
  readonly project: pulumi.Input<string>;
  /** Its number. */
  readonly projectNumber: pulumi.Input<string>;
  /** Namespace of the Kubernetes service account. */
  readonly namespace: pulumi.Input<string>;
  /** Name of the Kubernetes service account. */
  readonly serviceAccount: string;
  /** Google service account as which the pods act. @default - they act as themselves */
  readonly googleServiceAccount?: pulumi.Input<string> | undefined;
  /** The secrets, as projects/PROJECT/secrets/SECRET. */
  readonly secrets: readonly string[];
}

/**
 * Lets pods read secrets of Secret Manager: those that are named, and no others. It stays when it leaves the program: clusters of a project
 * share the identities of pods, and pods of an earlier revision may still start. docs/destroy.md tells how it is taken away.
 * @see https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component
 */
export class SecretAccess extends pulumi.ComponentResource {
  constructor(name: string, args: SecretAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:SecretAccess", name, args, opts);
    for (const secret of args.secrets) {
      const [, project = "", , secretId = ""] = secret.split("/");
      new secretmanager.SecretIamMember(
        `${name}-reads-${project}.${secretId}`,
        { project, secretId, role: ROLE, member: reader(args) },
        { ...childOptions(this, opts), retainOnDelete: true },
      );
    }
    this.registerOutputs({});
  }
}

/** A pod's own identity, or the account that its service account is bound to: the driver then acts as that. */
function reader(args: SecretAccessArgs): pulumi.Input<string> {
  const { googleServiceAccount, namespace, project, projectNumber, serviceAccount } = args;
  return googleServiceAccount === undefined
    ? known`principal://iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${project}.svc.id.goog/subject/ns/${namespace}/sa/${serviceAccount}`
    : known`serviceAccount:${googleServiceAccount}`;
}
