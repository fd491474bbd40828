import { connect } from "../../../cluster/client";
import { loginFault } from "../../../cluster/login-fault";
import { missing, ok } from "./check";
import type { Check } from "./check";

const INSTALL_GCLOUD = "https://cloud.google.com/sdk/docs/install";

/** The Pulumi CLI and its login: every stack needs them. */
export const PULUMI: readonly Check[] = [
  {
    id: "pulumi",
    look: async ({ shell }) => {
      const { code, complaint, stdout } = await shell("pulumi", ["version"]);
      return code === 0
        ? ok(`Pulumi ${stdout.trim()}`)
        : missing(
            `The Pulumi CLI does not run${complaint === "" ? "" : `: ${complaint}`}`,
            "npm ci, and a network: it fetches its engine when it first runs",
          );
    },
  },
  {
    id: "state",
    needs: ["pulumi"],
    look: async ({ shell }) => {
      const { code, stdout } = await shell("pulumi", ["whoami", "--non-interactive"]);
      return code === 0
        ? ok(`The state is kept, as ${stdout.trim()}`)
        : missing("Nobody is logged in where the state is kept", "npx pulumi login");
    },
  },
];

/** gcloud, and how the cluster will know who calls. */
export const GCLOUD: readonly Check[] = [
  {
    id: "gcloud",
    look: async ({ gcloud }) => {
      const { json } = await gcloud("version");
      const version = (json as Readonly<Record<string, unknown>> | undefined)?.["Google Cloud SDK"];
      return typeof version === "string" ? ok(`gcloud ${version}`) : missing("gcloud does not run", INSTALL_GCLOUD);
    },
  },
  {
    id: "cluster-login",
    look: ({ environment, goal }) => {
      const fault = loginFault(goal.config.cluster.login, environment);
      return fault === undefined
        ? ok("The cluster can be logged in to, by gke-gcloud-auth-plugin")
        : missing("Nobody could log in to the cluster", fault);
    },
  },
  {
    id: "credentials",
    needs: ["gcloud"],
    look: async ({ goal, shell }) => {
      const isOwn = goal.config.cluster.login === "gcloud";
      const args = isOwn ? ["auth", "print-access-token"] : ["auth", "application-default", "print-access-token"];
      const { code } = await shell("gcloud", args);
      return code === 0
        ? ok(`There are ${isOwn ? "credentials of gcloud" : "Application Default Credentials"}`)
        : missing(
            `There are no ${isOwn ? "credentials of gcloud" : "Application Default Credentials"}, or they have expired`,
            isOwn ? "gcloud auth login" : "gcloud auth application-default login",
          );
    },
  },
];

/** A cluster that is there already. */
export const CLUSTER: readonly Check[] = [
  {
    id: "cluster",
    look: async ({ goal }) => {
      const { context, path } = goal.config.kubeconfig;
      try {
        const client = connect({ kubeconfig: path, context });
        try {
          return (await client.isReady())
            ? ok("The cluster of the kubeconfig answers")
            : missing("The cluster of the kubeconfig is not ready", "kubectl get --raw '/readyz?verbose'");
        } finally {
          client.close();
        }
      } catch (error) {
        return missing(
          `The cluster of the kubeconfig does not answer: ${withoutStop(error)}`,
          "kubectl config get-contexts, and gke-stateful:kubeconfig.context",
        );
      }
    },
  },
];

function withoutStop(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
