import * as pulumi from "@pulumi/pulumi";
import { clearUnused, configurationApi, labelledConfiguration } from "../../cluster/unused-configuration";
import { configurationLabels, inputAt, MARKS, textAt } from "./marks";
import type { SetName } from "../../cluster/claims";
import type { ClusterClient } from "../../cluster/client";
import type { ConfigurationName } from "../../cluster/unused-configuration";
import type { Inputs } from "./marks";
import type { ApiObject } from "../../cluster/api-object";

/** A ConfigMap or Secret that the program leaves behind for old pods. */
export interface Configuration extends ConfigurationName, SetName {
  readonly workload: string;
  /** It may hold the only copy of values that the program made up. */
  readonly isGenerated: boolean;
}

/** A ConfigMap or Secret by its inputs; undefined where it is none that the program leaves behind. */
export function configurationIn(inputs: Inputs | ApiObject): Configuration | undefined {
  const [kind, name] = [textAt(inputs, "kind"), textAt(inputs, "metadata", "name")];
  const namespace = textAt(inputs, "metadata", "namespace");
  const workload = textAt(inputs, "metadata", "labels", MARKS.configurationOf);
  const isGenerated = inputAt(inputs, "metadata", "annotations", MARKS.generated) === "true";
  return kind === undefined || name === undefined || namespace === undefined || workload === undefined
    ? undefined
    : { kind, name, namespace, workload, isGenerated };
}

/**
 * Takes away a ConfigMap or Secret that was left behind, because the program is about to make it again: what was changed and is changed
 * back has its old name, which says what is in it. The provider creates only what is not there. Pods that run do not notice.
 *
 * Errors: Error where it holds values that the program made up: they are not those that it would make now.
 */
export async function makeRoom(client: ClusterClient, inputs: Inputs): Promise<void> {
  const wanted = configurationIn(inputs);
  const left = wanted && (await leftBehind(client, wanted));
  if (wanted === undefined || left === undefined) {
    return;
  }
  const { kind, name, namespace, workload } = wanted;
  if (wanted.isGenerated || configurationIn(left)?.isGenerated === true) {
    throw new Error(
      `${kind} ${namespace}/${name} of gke-stateful:workloads.${workload} is there from before, with generated values that its data may need: must not be made anew. To go on with them, read them with kubectl and give them by fromConfig instead of generate. If nobody needs them: kubectl delete secret ${name} --namespace ${namespace}. If pods still use it, take another rotation.`,
    );
  }
  if (!pulumi.runtime.isDryRun()) {
    await client.delete(left, { preconditions: { uid: left.metadata.uid } });
  }
}

/** What has the same name and is the same workload's. Where it cannot be looked at, the provider reports what is in the way. */
async function leftBehind(
  client: ClusterClient,
  { kind, name, namespace, workload }: Configuration,
): Promise<ApiObject | undefined> {
  try {
    const found = await client.get(configurationApi(kind), kind, name, namespace);
    return found?.metadata.labels?.[MARKS.configurationOf] === workload ? found : undefined;
  } catch (error) {
    void pulumi.log.debug(`${kind} ${namespace}/${name} could not be looked at: ${String(error)}`);
    return undefined;
  }
}

/** Deletes a ConfigMap or Secret that has left the program, unless a pod still uses it, or claims that stay may need its values. */
export async function clearConfiguration(
  client: ClusterClient | undefined,
  gone: Configuration,
  workloadStays: boolean,
): Promise<void> {
  const { kind, name, namespace, workload } = gone;
  const title = `${kind} ${namespace}/${name}`;
  if (client === undefined) {
    void pulumi.log.warn(
      `${title} was left behind: the cluster cannot be reached. The next change of ${workload} clears it.`,
    );
    return;
  }
  if (gone.isGenerated && !workloadStays) {
    void pulumi.log.info(
      `${title} stays: it has generated values, which the claims of ${workload} may need. See docs/changes.md.`,
    );
    return;
  }
  try {
    const left = await clearUnused(client, { namespace, name: workload }, [gone]);
    if (left.length > 0) {
      void pulumi.log.info(`${title} stays, because pods of ${workload} still use it. The next change clears it.`);
    }
  } catch (error) {
    void pulumi.log.warn(`${title} was left behind: ${(error as Error).message}`);
  }
}

/**
 * Deletes what earlier revisions of a workload have left behind and no pod uses any more, but nothing that the program makes now. Of a
 * workload that has left the program, Secrets with generated values stay with its claims.
 */
export async function clearEarlier(
  client: ClusterClient,
  set: SetName,
  { configuration, workloadStays }: { readonly configuration: readonly string[]; readonly workloadStays: boolean },
): Promise<void> {
  try {
    const all = await labelledConfiguration(client, set.namespace, configurationLabels(set.name));
    const earlier = all.filter(({ metadata }) => !configuration.includes(metadata.name));
    const cleared = earlier.filter((one) => workloadStays || configurationIn(one)?.isGenerated !== true);
    await clearUnused(
      client,
      set,
      cleared.map(({ kind, metadata }) => ({ kind, name: metadata.name })),
    );
  } catch (error) {
    // What is left behind costs nothing and breaks nothing.
    void pulumi.log.warn(`Configuration that no pod of ${set.name} uses was left behind: ${(error as Error).message}`);
  }
}
