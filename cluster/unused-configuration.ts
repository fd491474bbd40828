import { selectorOf } from "./client";
import type { ClusterClient } from "./client";
import type { SetName } from "./claims";
import type { ApiObject } from "./api-object";

/** Kinds that pods take their configuration from, and their APIs. The last one only clusters with the Secret Manager add-on have. */
const CONFIGURATION_KINDS: Readonly<Record<string, string>> = {
  ConfigMap: "v1",
  Secret: "v1",
  SecretProviderClass: "secrets-store.csi.x-k8s.io/v1",
};

/** The API of a kind that pods take their configuration from. */
export function configurationApi(kind: string): string {
  return CONFIGURATION_KINDS[kind] ?? "v1";
}

/** A ConfigMap, Secret or SecretProviderClass by its kind and name. */
export interface ConfigurationName {
  readonly kind: string;
  readonly name: string;
}

/**
 * Deletes those ConfigMaps and Secrets that no pod of a set has and neither of its revisions names: what a pod of an old revision mounts
 * must be there when it restarts. Returns the names of those that are still used.
 */
export async function clearUnused(
  client: ClusterClient,
  set: SetName,
  candidates: readonly ConfigurationName[],
): Promise<readonly string[]> {
  if (candidates.length === 0) {
    return [];
  }
  const used = await usedNames(client, set);
  for (const { kind, name } of candidates) {
    const object = used.has(`${kind}/${name}`)
      ? undefined
      : await client.get(configurationApi(kind), kind, name, set.namespace);
    if (object !== undefined) {
      await client.delete(object, { preconditions: { uid: object.metadata.uid } });
    }
  }
  return candidates.filter(({ kind, name }) => used.has(`${kind}/${name}`)).map(({ name }) => name);
}

/** What pods take their configuration from, with labels. */
export async function labelledConfiguration(
  client: ClusterClient,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): Promise<readonly ApiObject[]> {
  const lists = Object.entries(CONFIGURATION_KINDS).map(async ([kind, apiVersion]) =>
    (await client.serves(apiVersion, kind))
      ? client.list(apiVersion, kind, { namespace, labels: selectorOf(labels) })
      : [],
  );
  return (await Promise.all(lists)).flat();
}

async function usedNames(client: ClusterClient, { name, namespace }: SetName): Promise<ReadonlySet<string>> {
  const [set, pods, revisions] = await Promise.all([
    client.get("apps/v1", "StatefulSet", name, namespace),
    client.list("v1", "Pod", { namespace }),
    client.list("apps/v1", "ControllerRevision", { namespace }),
  ]);
  const { currentRevision, updateRevision } = (set?.["status"] ?? {}) as {
    currentRevision?: string;
    updateRevision?: string;
  };
  const alive = revisions.filter(({ metadata }) => [currentRevision, updateRevision].includes(metadata.name));
  return new Set([set?.["spec"], ...pods.map(({ spec }) => spec), ...alive.map(({ data }) => data)].flatMap(namesIn));
}

/** Where a pod names a ConfigMap or Secret: key → kind. Source: Kubernetes API, PodSpec */
const REFERENCES: Readonly<Record<string, string>> = {
  configMap: "ConfigMap",
  configMapRef: "ConfigMap",
  configMapKeyRef: "ConfigMap",
  secret: "Secret",
  secretRef: "Secret",
  secretKeyRef: "Secret",
};

/** Where a volume of a driver names its SecretProviderClass. Source: secrets-store-csi-driver, documentation */
const DRIVER_ATTRIBUTES = "volumeAttributes";

/** `Kind/name` of all that is referred to anywhere within. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const kind = key === DRIVER_ATTRIBUTES ? "SecretProviderClass" : REFERENCES[key];
    const { name, secretName, secretProviderClass } = (typeof inner === "object" && inner !== null ? inner : {}) as {
      name?: unknown;
      secretName?: unknown;
      secretProviderClass?: unknown;
    };
    const named = kind === undefined ? undefined : (secretProviderClass ?? secretName ?? name);
    return [...(typeof named === "string" ? [`${kind ?? ""}/${named}`] : []), ...namesIn(inner)];
  });
}
