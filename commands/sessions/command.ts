import { Command, Option } from "commander";
import type { ServeFlags } from "./serve";
import type { AcquireFlags, HeldFlags, OperateFlags, ReleaseFlags, TalkFlags } from "./talk";

/** `sessions VERB`: runs the controller that gives the pods of a StatefulSet out, or talks to it. */
export function sessionsCommand(): Command {
  return new Command("sessions")
    .description(
      "Give the pods of a StatefulSet out as sessions, each with its own disk: run the controller, or talk to it.",
    )
    .addCommand(serveCommand())
    .addCommand(acquireCommand())
    .addCommand(heartbeatCommand())
    .addCommand(releaseCommand())
    .addCommand(
      talking(new Command("list").description("List the sessions of the caller, or of a tenant.")).action(
        (flags: TalkFlags) => loadTalk().runList(flags),
      ),
    )
    .addCommand(
      talking(
        new Command("watch").description("Follow the sessions of the caller, or of a tenant, a line for each change."),
      ).action((flags: TalkFlags) => loadTalk().runWatch(flags)),
    )
    .addCommand(
      talking(
        new Command("slots").description("List all slots of the pool. It needs the right to operate it."),
        false,
      ).action((flags: TalkFlags) => loadTalk().runSlots(flags)),
    )
    .addCommand(operateCommand());
}

function serveCommand(): Command {
  return new Command("serve")
    .description(
      "Run a replica of the controller. The one that leads gives slots out, scales the set, ends idle sessions and wipes disks that callers gave back for it.",
    )
    .argument("<set>", "name of the StatefulSet")
    .option("-n, --namespace <name>", "its namespace", "stateful")
    .option("--kubeconfig <file>", "kubeconfig (default: KUBECONFIG, the account of the pod, or ~/.kube/config)")
    .option("--context <name>", "context in it (default: the current one)")
    .option("--port <number>", "port of the HTTP API", "8080")
    .option("--host <address>", "address to listen on", "0.0.0.0")
    .option(
      "--address <host:port>",
      "where other replicas reach this one (default: POD_IP, else 127.0.0.1, and the port)",
    )
    .option("--rate <number>", "requests a second that one address may make", "1000")
    .option("--warm <number>", "free slots that are kept ready")
    .option("--max <number>", "most slots")
    .option("--per-tenant <number>", "sessions that one tenant may have")
    .option("--idle <duration>", "without a heartbeat for so long, a session is told to end")
    .option("--grace <duration>", "time between being told and the end")
    .option("--max-age <duration>", "longest session")
    .addOption(
      new Option("--on-end <what>", "what becomes of the disk of a session that is ended here").choices([
        "retain",
        "wipe",
      ]),
    )
    .option("--keep <duration>", "how long a suspended session keeps its disk")
    .option("--start <duration>", "longest wait for the pod of a new session")
    .option("--cool-down <duration>", "how long free slots at the end must not have been needed before they go")
    .addHelpText(
      "after",
      "\nDefaults of the pool are those of the key sessions of a workload: docs/configuration.md.\nExit code: 0 it was told to stop; 2 the cluster or the set is not there, or an option is wrong.",
    )
    .action((set: string, flags: ServeFlags) => loadServe().runServe(set, flags));
}

function acquireCommand(): Command {
  return talking(
    new Command("acquire")
      .description("Acquire a session: the slot and disk that it had before, or a free one.")
      .argument("<session>", "id of the session"),
  )
    .option("--wait <seconds>", "how long to wait for a slot and its pod", "60")
    .option("--take-over", "fence off whoever holds the session now")
    .action((session: string, flags: AcquireFlags) => loadTalk().runAcquire(session, flags));
}

function heartbeatCommand(): Command {
  return talking(
    new Command("heartbeat").description("Say that a session is in use.").argument("<session>", "id of the session"),
  )
    .requiredOption("--epoch <number>", "the fencing token that acquire gave")
    .action((session: string, flags: HeldFlags) => loadTalk().runHeartbeat(session, flags));
}

function releaseCommand(): Command {
  return talking(new Command("release").description("Give a session back.").argument("<session>", "id of the session"))
    .requiredOption("--epoch <number>", "the fencing token that acquire gave")
    .addOption(
      new Option("--disk <what>", "retain keeps the disk for the session; wipe deletes it and its data for good")
        .choices(["retain", "wipe"])
        .default("retain"),
    )
    .action((session: string, flags: ReleaseFlags) => loadTalk().runRelease(session, flags));
}

function operateCommand(): Command {
  return talking(
    new Command("operate")
      .description(
        "Tell the session of a slot to end (drain), give the slot to nobody (quarantine), or delete the disk of one that is quarantined or suspended (wipe). It needs the right to operate the pool.",
      )
      .argument("<action>", "drain, quarantine or wipe")
      .argument("<ordinal>", "ordinal of the slot"),
    false,
  )
    .option("--apply", "do it; without it only the slot is shown")
    .action((action: string, ordinal: string, flags: OperateFlags) => loadTalk().runOperate(action, ordinal, flags));
}

function talking(command: Command, hasTenant = true): Command {
  command
    .option("--url <url>", "address of the controller (default: GKE_STATEFUL_SESSIONS_URL, else http://127.0.0.1:8080)")
    .option(
      "--token-file <file>",
      "file with a token for the audience gke-stateful-sessions (default: GKE_STATEFUL_SESSIONS_TOKEN)",
    )
    .option("--json", "print JSON");
  return hasTenant
    ? command.option("--tenant <name>", "whose sessions; * where sessions are listed: of all (default: the caller's)")
    : command;
}

/** Loaded when somebody asks: other commands have no use for it. */
function loadServe(): typeof import("./serve") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./serve") as typeof import("./serve");
}

function loadTalk(): typeof import("./talk") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./talk") as typeof import("./talk");
}
