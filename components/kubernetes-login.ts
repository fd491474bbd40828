import * as pulumi from "@pulumi/pulumi";
import { INSTALL, loginFault, PLUGIN } from "../cluster/login-fault";
import type { Login } from "../cluster/login-fault";

/** Makes the plugin use the credentials that the Google Cloud provider uses. Source: kubernetes/cloud-provider-gcp 0a5be104, cmd/gke-gcloud-auth-plugin/cred.go */
const USE_DEFAULT_CREDENTIALS = "--use_application_default_credentials";

/** The program that gets a fresh token for each call, so that no token is ever written down. */
export function execPlugin(login: Login): Readonly<Record<string, unknown>> {
  return {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: PLUGIN,
    ...(login === "application-default" && { args: [USE_DEFAULT_CREDENTIALS] }),
    installHint: `Install it: ${INSTALL}.`,
    interactiveMode: "Never",
    provideClusterInfo: true,
  };
}

/** Refuses to make a cluster that nobody here could log in to afterwards: an `up` would end half done. Previews need no login. */
export function loginHook(name: string, login: Login): pulumi.ResourceHook {
  return new pulumi.ResourceHook(name, () => {
    const fault = loginFault(login, process.env);
    if (fault !== undefined) {
      throw new Error(fault);
    }
  });
}
