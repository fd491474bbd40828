import * as pulumi from "@pulumi/pulumi";
import * as serviceaccount from "@pulumi/gcp/serviceaccount";
import { childOptions } from "./child-options";

/** Lets an identity act as a service account. */
const ROLE = "roles/iam.workloadIdentityUser";

/** Arguments of {@link WorkloadIdentity}. */
export interface WorkloadIdentityArgs {
  /** Google Cloud project id, whose identity pool holds the Kubernetes service account. */
  readonly project: string;
  /** Namespace of the Kubernetes service account. */
  readonly namespace: string;
  /** Name of the Kubernetes service account. */
  readonly serviceAccount: string;
  /** Email of the Google service account, which exists. */
  readonly googleServiceAccount: string;
}

/**
 * Lets a Kubernetes service account act as a Google service account, without any key.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 */
export class WorkloadIdentity extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:WorkloadIdentity", name, args, opts);
    const [, domain = ""] = args.googleServiceAccount.split("@");
    const owner = domain.replace(/\.iam\.gserviceaccount\.com$/, "");
    new serviceaccount.IAMMember(
      `${name}-identity`,
      {
        serviceAccountId: `projects/${owner}/serviceAccounts/${args.googleServiceAccount}`,
        role: ROLE,
        member: `serviceAccount:${args.project}.svc.id.goog[${args.namespace}/${args.serviceAccount}]`,
      },
      childOptions(this, opts),
    );
    this.registerOutputs({});
  }
}
