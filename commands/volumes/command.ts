import { Command } from "commander";
import type { GrowFlags } from "./grow/run";
import type { ListFlags } from "./list/run";
import type { SnapshotFlags } from "./snapshot/run";
import type { AdoptVolumeFlags } from "./adopt/run";
import type { ReleaseFlags } from "./release/run";
import type { DrillFlags } from "./drill/run";
import type { RestoreFlags } from "./restore/run";
import type { MigrateFlags } from "./migrate/run";
import type { ConfirmFlags } from "./confirm/run";

/** `volumes VERB`: what is done to the disks of a cluster. Every verb shows its plan, and writes with `--apply` only. */
export function volumesCommand(): Command {
  return new Command("volumes")
    .description("List, grow, move, save and bring back the disks of StatefulSets in a cluster.")
    .addCommand(listCommand())
    .addCommand(growCommand())
    .addCommand(migrateCommand())
    .addCommand(confirmCommand())
    .addCommand(snapshotCommand())
    .addCommand(restoreCommand())
    .addCommand(
      new Command("drill").description("Prove that what was saved comes back.").addCommand(drillRestoreCommand()),
    )
    .addCommand(adoptVolumeCommand())
    .addCommand(releaseCommand());
}

/** Each verb is loaded when somebody asks: other commands have no use for it. */
/* eslint-disable @typescript-eslint/no-require-imports -- import() is not CommonJS */
const verbs = {
  list: (): typeof import("./list/run") => require("./list/run") as typeof import("./list/run"),
  snapshot: (): typeof import("./snapshot/run") => require("./snapshot/run") as typeof import("./snapshot/run"),
  restore: (): typeof import("./restore/run") => require("./restore/run") as typeof import("./restore/run"),
  drill: (): typeof import("./drill/run") => require("./drill/run") as typeof import("./drill/run"),
  adopt: (): typeof import("./adopt/run") => require("./adopt/run") as typeof import("./adopt/run"),
  release: (): typeof import("./release/run") => require("./release/run") as typeof import("./release/run"),
  migrate: (): typeof import("./migrate/run") => require("./migrate/run") as typeof import("./migrate/run"),
  confirm: (): typeof import("./confirm/run") => require("./confirm/run") as typeof import("./confirm/run"),
  grow: (): typeof import("./grow/run") => require("./grow/run") as typeof import("./grow/run"),
};
/* eslint-enable @typescript-eslint/no-require-imports */

function onCluster(command: Command): Command {
  return command
    .option("--kubeconfig <file>", "kubeconfig (default: KUBECONFIG, else ~/.kube/config)")
    .option("--context <name>", "context in it (default: the current one)");
}

function listCommand(): Command {
  return onCluster(
    new Command("list")
      .description(
        "List every claim with its set, ordinal, size, class, zones, age, last snapshot and cost; and volumes whose claim is gone. It only reads.",
      )
      .option("-n, --namespace <name>", "only this namespace (default: all)")
      .option("--usage", "ask the nodes how full the disks are, which needs the right to get nodes/proxy")
      .option("--json", "print JSON"),
  ).action((flags: ListFlags) => verbs.list().runList(flags));
}

/** `volumes grow SET`: what its claims need to be as large as its templates say, and with --apply makes them so. */
function growCommand(): Command {
  return onCluster(
    new Command("grow")
      .description(
        "Show which claims of a StatefulSet are smaller than its templates say, those of ordinals without a pod included. With --apply, grow them; it can be stopped at any time and run again.",
      )
      .argument("<set>", "name of the StatefulSet, which is that of the workload")
      .option("-n, --namespace <name>", "its namespace", "stateful"),
  )
    .option("--apply", "grow them; without it nothing is changed")
    .option("--timeout <seconds>", "how long to wait for the disks", "600")
    .addHelpText(
      "after",
      "\nExit code: 0 nothing is left to do, or it is shown what would be done; 1 something forbids it, or a disk has not grown; 2 the cluster or the set is not there.",
    )
    .action((set: string, flags: GrowFlags) => verbs.grow().runGrow(set, flags));
}

/** `volumes migrate SET`: its disks on another class, kind or pair of zones. */
function migrateCommand(): Command {
  return onCluster(
    new Command("migrate")
      .description(
        "Show which disks of a StatefulSet are on another StorageClass, or in other zones, than its templates say. With --apply, move them: one pod after the other is stopped within its budgets, and starts again on a disk that is made from a snapshot. The old disks are kept until volumes confirm. It can be stopped at any time and run again.",
      )
      .argument("<set>", "name of the StatefulSet")
      .option("-n, --namespace <name>", "its namespace", "stateful"),
  )
    .option("--storage-class <name>", "class to move to (default: that of each template)")
    .option("--volume <name>", "only the disks of this claim template (default: all)")
    .option("--ordinal <number>", "only this pod's disks (default: all)")
    .option("--snapshot-class <name>", "VolumeSnapshotClass (default: the driver's own)")
    .option("--back", "give the claims the disks back that they had before; what was written since stays on the others")
    .option("--apply", "do it; without it nothing is changed")
    .option("--timeout <seconds>", "how long each step may take", "600")
    .addHelpText(
      "after",
      "\nExit code: 0 all are where they should be, or it is shown what would be done; 2 something forbids it, or has not come about in time.",
    )
    .action((set: string, flags: MigrateFlags) => verbs.migrate().runMigrate(set, flags));
}

/** `volumes confirm SET`: the end of the disks that a move has left. */
function confirmCommand(): Command {
  return onCluster(
    new Command("confirm")
      .description(
        "Show which disks and snapshots a move has left behind. With --apply, delete them for good, if every pod is ready on its new disks.",
      )
      .argument("<set>", "name of the StatefulSet")
      .option("-n, --namespace <name>", "its namespace", "stateful"),
  )
    .option("--unproven", "also where no pod has run on the new disk")
    .option("--apply", "delete them; without it nothing is changed")
    .option("--timeout <seconds>", "how long to wait for the disks to be gone", "600")
    .action((set: string, flags: ConfirmFlags) => verbs.confirm().runConfirm(set, flags));
}

/** `volumes snapshot SET`: a snapshot of each of its claims, and the end of old ones. */
function snapshotCommand(): Command {
  return onCluster(
    new Command("snapshot")
      .description(
        "Show what a snapshot of each claim of a StatefulSet would be, and which old ones would go. With --apply, make them, wait until they are good, and delete what is not kept. Only snapshots that were made here are ever deleted, and never the last good one of a claim. It can be stopped at any time and run again.",
      )
      .argument("<set>", "name of the StatefulSet")
      .option("-n, --namespace <name>", "its namespace", "stateful"),
  )
    .option("--keep <number>", "good snapshots that stay of each claim", "7")
    .option("--max-age <age>", "age from which others go, such as 36h, 7d or 4w (default: none)")
    .option("--snapshot-class <name>", "VolumeSnapshotClass (default: the driver's own)")
    .option("--apply", "make and delete them; without it nothing is changed")
    .option("--timeout <seconds>", "how long to wait for them", "600")
    .addHelpText(
      "after",
      "\nExit code: 0 all are good, or it is shown what would be done; 1 one is not good, or there is nothing to save; 2 the cluster or the set is not there, or somebody else is at it.",
    )
    .action((set: string, flags: SnapshotFlags) => verbs.snapshot().runSnapshot(set, flags));
}

/** `volumes restore SET`: copies of its disks from snapshots, in a namespace of their own. */
function restoreCommand(): Command {
  return onCluster(
    new Command("restore")
      .description(
        "Show which claims would be made from the newest good snapshots of a StatefulSet, in another namespace (--to), or in place of its own (--in-place). With --apply, make them. In another namespace nothing that runs is touched; in place, pods are stopped one after the other, and the disks that they had are kept until volumes confirm. It can be stopped at any time and run again.",
      )
      .argument("<set>", "name of the StatefulSet whose data it is; the set need not be there any more")
      .option("--to <namespace>", "namespace of the copies; it is made where it is not there")
      .option("--in-place", "give the set's own claims disks from the snapshots; those that they had are kept")
      .option("-n, --namespace <name>", "namespace of the snapshots", "stateful"),
  )
    .option("--ordinal <number>", "only this pod's claims (default: all)")
    .option("--run <run>", "snapshots of this run, as volumes snapshot said it (default: the newest of each claim)")
    .option(
      "--storage-class <name>",
      "class of the copies, for other zones or another kind of disk (default: the claim's)",
    )
    .option("--apply", "make them; without it nothing is changed")
    .option("--timeout <seconds>", "how long each step in place may take", "600")
    .action((set: string, flags: RestoreFlags) => verbs.restore().runRestore(set, flags));
}

/** `volumes drill restore SET`: a restore that is looked at, measured, and taken away again. */
function drillRestoreCommand(): Command {
  return onCluster(
    new Command("restore")
      .description(
        "Show how the newest good snapshots of a StatefulSet would be restored into a namespace of their own. With --apply, do it, look at the data as the workload's user and in its image, measure how old it was and how long it took, write that down, and delete the copies. Nothing that runs is touched.",
      )
      .argument("<set>", "name of the StatefulSet")
      .option("-n, --namespace <name>", "its namespace", "stateful"),
  )
    .option("--ordinal <number>", "only this pod's disks (default: all)")
    .option("--run <run>", "snapshots of this run (default: the newest of each claim)")
    .option("--storage-class <name>", "class of the copies (default: the claim's)")
    .option("--image <image>", "image with a shell, find, du and stat (default: the workload's own)")
    .option("--check <command>", "what a shell in that image runs on the data; the drill fails where it does")
    .option("--keep", "leave the copies until the next drill")
    .option("--apply", "do it; without it nothing is changed")
    .option("--timeout <seconds>", "how long disks and checks may take", "1800")
    .addHelpText(
      "after",
      "\nExit code: 0 the data came back, or it is shown what would be done; 1 it did not; 2 the cluster, the set or a snapshot is not there, or somebody else is at it.",
    )
    .action((set: string, flags: DrillFlags) => verbs.drill().runDrillRestore(set, flags));
}

/** `volumes adopt-volume PV`: a volume whose claim is gone, given back to a claim of that name. */
function adoptVolumeCommand(): Command {
  return onCluster(
    new Command("adopt-volume")
      .description(
        "Show how a Released volume is bound to a claim of its old name again, with its data: what a deleted namespace or claim leaves behind on a class that retains. With --apply, do it. It can be stopped at any time and run again.",
      )
      .argument("<volume>", "name of the PersistentVolume")
      .option("--claim <namespace/name>", "claim to bind it to (default: the one that it had)"),
  )
    .option("--apply", "bind it; without it nothing is changed")
    .action((volume: string, flags: AdoptVolumeFlags) => verbs.adopt().runAdoptVolume(volume, flags));
}

/** `volumes release CLAIM`: the deliberate end of a disk. */
function releaseCommand(): Command {
  return onCluster(
    new Command("release")
      .description(
        "Show what deleting a claim with its disk and data would mean. With --apply and --confirm, do it, also where its class retains disks. A claim that a pod mounts is refused.",
      )
      .argument("<claim>", "name of the claim")
      .option("-n, --namespace <name>", "its namespace", "stateful"),
  )
    .option("--apply", "delete it; without it nothing is changed")
    .option("--confirm <claim>", "name of the claim once more")
    .action((claim: string, flags: ReleaseFlags) => verbs.release().runRelease(claim, flags));
}
