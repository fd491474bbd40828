import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Whose credentials the plugin takes. */
export type Login = "application-default" | "gcloud";

/** The program by which Kubernetes learns who calls. */
export const PLUGIN = "gke-gcloud-auth-plugin";
/** How it is installed. */
export const INSTALL =
  "gcloud components install gke-gcloud-auth-plugin, or the package google-cloud-cli-gke-gcloud-auth-plugin";

/** File of credentials that the provider and the plugin both read. */
const CREDENTIALS_FILE = "GOOGLE_APPLICATION_CREDENTIALS";
/**
 * Credentials that the Google Cloud provider prefers to the file, and that the plugin does not know.
 * Source: hashicorp/terraform-provider-google, google/provider/provider.go
 */
const PROVIDER_ONLY = [
  "GOOGLE_OAUTH_ACCESS_TOKEN",
  "GOOGLE_CREDENTIALS",
  "GOOGLE_CLOUD_KEYFILE_JSON",
  "GCLOUD_KEYFILE_JSON",
] as const;
/** Access token that gcloud, and with it the plugin, takes. Source: kubernetes/cloud-provider-gcp 0a5be104, cmd/gke-gcloud-auth-plugin/cred.go */
export const GCLOUD_TOKEN = "CLOUDSDK_AUTH_ACCESS_TOKEN";

/** What keeps the Kubernetes provider from logging in as whom the Google Cloud provider does, and how to fix it. */
export function loginFault(login: Login, env: NodeJS.ProcessEnv): string | undefined {
  const needed = login === "gcloud" ? [PLUGIN, "gcloud"] : [PLUGIN];
  const missing = needed.find((command) => !isOnPath(command, env));
  if (missing !== undefined) {
    return `${missing} is not on the PATH, and without it nobody reaches the cluster once it is made. Install it: ${missing === PLUGIN ? INSTALL : "https://cloud.google.com/sdk/docs/install"}.`;
  }
  const own = providerVariable(env);
  if (own === undefined || isSet(env, login === "gcloud" ? GCLOUD_TOKEN : CREDENTIALS_FILE)) {
    return undefined;
  }
  const why = `${own} is set, which the Google Cloud provider uses and ${PLUGIN} does not read: the cluster would be made by one account and used by another, or by none.`;
  return login === "gcloud"
    ? `${why} Set ${GCLOUD_TOKEN} to a token of the same account, or unset ${own}.`
    : `${why} Name the same credentials as a file in ${CREDENTIALS_FILE}, or unset ${own} and run gcloud auth application-default login. With an access token alone, set gke-stateful:cluster.login to gcloud and ${GCLOUD_TOKEN} to the token.`;
}

function providerVariable(env: NodeJS.ProcessEnv): string | undefined {
  return PROVIDER_ONLY.find((variable) => isSet(env, variable));
}

/** Whether a variable gives the Google Cloud provider its credentials. */
export function isProviderTold(env: NodeJS.ProcessEnv): boolean {
  return providerVariable(env) !== undefined;
}

function isSet(env: NodeJS.ProcessEnv, variable: string): boolean {
  return (env[variable] ?? "") !== "";
}

function isOnPath(command: string, env: NodeJS.ProcessEnv): boolean {
  const names = process.platform === "win32" ? [`${command}.exe`, `${command}.cmd`] : [command];
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter);
  return folders.some((folder) => names.some((name) => isExecutable(join(folder, name))));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
