import * as pulumi from "@pulumi/pulumi";
import * as serviceaccount from "@pulumi/gcp/serviceaccount";
import { childOptions } from "./child-options";
import { known } from "./known";

/** Lets an identity act as a service account. */
const ROLE = "roles/iam.workloadIdentityUser";

/** Arguments of {@link WorkloadIdentity}. */
export interface WorkloadIdentityArgs {
  /** Google Cloud project id, whose identity pool holds the Kubernetes service account. */
  readonly project: pulumi.Input<string>;
  /** Namespace of the Kubernetes service account. */
  readonly namespace: pulumi.Input<string>;
  /** Name of the Kubernetes service account. */
  readonly serviceAccount: string;
  /** Email of the Google service account, which exists. */
  readonly googleServiceAccount: pulumi.Input<string>;
}

/**
 * Lets a Kubernetes service account act as a Google service account, without any key.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 */
export class WorkloadIdentity extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:WorkloadIdentity", name, args, opts);
    new serviceaccount.IAMMember(
      `${name}-identity`,
      {
        serviceAccountId: pulumi.output(args.googleServiceAccount).apply(accountPath),
        role: ROLE,
        member: known`serviceAccount:${args.project}.svc.id.goog[${args.namespace}/${args.serviceAccount}]`,
      },
      childOptions(this, opts),
    );
    this.registerOutputs({});
  }
}

/** An account's email names the project that it belongs to. */
function accountPath(account: string): string {
  const [, domain = ""] = account.split("@");
  return `projects/${domain.replace(/\.iam\.gserviceaccount\.com$/, "")}/serviceAccounts/${account}`;
}
