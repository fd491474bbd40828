import { plural } from "../../../policy/rules/engine/plural";
import { UserError } from "../../shared/user-error";
import { ageOf } from "../../shared/age";
import { NOTHING_CHANGED, ordinalFlag, secondsIn, withCluster } from "../cluster-flags";
import { copiesOf, makeCopies, mixed } from "./copies";
import { restoreInPlace } from "./in-place";
import { RESTORED_LABEL } from "./plan";
import type { ClusterClient } from "../../../cluster/client";
import type { SetName } from "../../../cluster/claims";
import type { ClusterFlags } from "../cluster-flags";
import type { Copy } from "./plan";

/** Options of `volumes restore`, as they are typed. */
export interface RestoreFlags extends ClusterFlags {
  readonly namespace: string;
  readonly to?: string;
  readonly inPlace?: boolean;
  readonly timeout: string;
  readonly ordinal?: string;
  readonly run?: string;
  readonly storageClass?: string;
  readonly apply?: boolean;
}

/** Shows which claims would be made from which snapshots, and with `--apply` makes them. */
export async function runRestore(set: string, flags: RestoreFlags): Promise<void> {
  const ordinal = ordinalFlag(flags.ordinal);
  const timeout = secondsIn(flags.timeout);
  const name = { name: set, namespace: flags.namespace };
  const to = targetOf(flags);
  await withCluster(flags, async (client) => {
    const choice = { ordinal, run: flags.run, className: flags.storageClass };
    if (to === undefined) {
      await restoreInPlace(client, name, { ...choice, timeout, isApplied: flags.apply === true });
      return;
    }
    const copies = await copiesOf(client, name, { ...choice, to });
    const states = await Promise.all(copies.map((one) => stateOf(client, one)));
    process.stdout.write(planText(name, to, copies, states));
    if (flags.apply !== true) {
      process.stdout.write(NOTHING_CHANGED);
      return;
    }
    await makeCopies(
      client,
      to,
      copies.filter((_, index) => states[index] !== "there"),
    );
    process.stdout.write(
      `${plural(copies.length, "claim")} in namespace ${to}. Disks are made when a pod mounts them, where the class waits for one.\n`,
    );
  });
}

/** Namespace of the copies; undefined for the set's own claims. Errors: UserError where neither or both are asked for. */
function targetOf({ inPlace = false, namespace, to }: RestoreFlags): string | undefined {
  if (inPlace ? to !== undefined : to === undefined) {
    throw new UserError(
      `--to is ${to ?? "not set"} ${inPlace ? "and --in-place is set" : "and neither is --in-place"}: must be one of the two. --to NAMESPACE makes copies and touches nothing that runs; --in-place gives the set's own claims other disks.`,
    );
  }
  if (to === namespace) {
    throw new UserError(
      `--to is ${to}, the namespace of the set: must be another one, so that nothing that runs is touched. --in-place gives the set's own claims other disks.`,
    );
  }
  return to;
}

/** Whether a claim is there already: made from the same snapshot by an earlier run, or somebody else's. */
async function stateOf(client: ClusterClient, { claim: wanted }: Copy): Promise<"new" | "there"> {
  const { annotations: own = {}, name, namespace = "" } = wanted.metadata;
  const claim = await client.get("v1", "PersistentVolumeClaim", name, namespace);
  if (claim === undefined) {
    return "new";
  }
  const from = claim.metadata.annotations?.[RESTORED_LABEL];
  if (from === own[RESTORED_LABEL]) {
    return "there";
  }
  throw new UserError(
    `Namespace ${namespace} has a claim ${name} already, ${from === undefined ? "which no restore has made" : `made from ${from}`}. Restore into another namespace with --to.`,
  );
}

function planText(
  { name, namespace }: SetName,
  to: string,
  copies: readonly Copy[],
  states: readonly ("new" | "there")[],
): string {
  const now = new Date();
  const line = ({ claim, snapshot }: Copy, index: number): string => {
    const spec = claim["spec"] as {
      resources: { requests: { storage: string } };
      storageClassName?: string;
    };
    const what = `${spec.resources.requests.storage} of class ${spec.storageClassName ?? "(the cluster's default)"}, as of ${ageOf(snapshot.created, now)} ago (${snapshot.name})`;
    return `  ${to}/${snapshot.claim}: ${states[index] === "there" ? "is there already, " : ""}${what}`;
  };
  return [
    `Data of StatefulSet ${namespace}/${name}, copied into namespace ${to}:`,
    ...copies.map(line),
    ...mixed(copies),
    "",
  ].join("\n");
}
