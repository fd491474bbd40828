import { connect } from "../../../cluster/client";
import { isProviderTold, loginFault } from "../../../cluster/login-fault";
import { missing, ok, short, withoutStop } from "./check";
import { jsonOf } from "./shell";
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
            `The Pulumi CLI does not run${complaint === "" ? "" : `: ${short(complaint)}`}`,
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
    look: async ({ shell }) => {
      const json = jsonOf(await shell("gcloud", ["version", "--format", "json"]));
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
    look: async ({ environment, goal, shell, token }) => {
      // The provider has its own way to be told.
      if (!isProviderTold(environment) && (await token()) === undefined) {
        return missing(
          "There are no Application Default Credentials, or they have expired",
          "gcloud auth application-default login",
        );
      }
      const needsOwn = goal.config.cluster.login === "gcloud";
      return needsOwn && (await shell("gcloud", ["auth", "print-access-token"])).code !== 0
        ? missing("There are no credentials of gcloud, which cluster.login asks for", "gcloud auth login")
        : ok("There are credentials for Google Cloud and the cluster");
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
          `The cluster of the kubeconfig does not answer: ${withoutStop(error instanceof Error ? error.message : String(error))}`,
          "kubectl config get-contexts, and gke-stateful:kubeconfig.context",
        );
      }
    },
  },
];
