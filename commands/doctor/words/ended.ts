import type { ContainerStatus } from "../case/types";
import type { Recognized, Told } from "./told";

/** What a process said last, where the kubelet has kept it (terminationMessagePolicy: FallbackToLogsOnError). */
const LAST_WORDS: readonly Recognized[] = [
  {
    cause: "disk-full",
    // inotify has a limit of its own, and the same words for it.
    sign: /^(?!.*inotify).*(?:no space left on device|disk quota exceeded)/is,
    says: "its disk is full",
    next: "Grow the disk: raise the size in the configuration and run pulumi up; docs/runbooks/data.md has the steps. Delete nothing by hand before a snapshot.",
  },
  {
    cause: "read-only",
    sign: /read-only file ?system/i,
    says: "it writes where it may not: the root file system is read-only",
    next: "Give it an emptyDir where it writes what may be lost, and its claim where it may not.",
  },
  {
    cause: "permission",
    sign: /permission denied|EACCES|operation not permitted/i,
    says: "it may not read or write its files",
    next: "Set fsGroup to the group of the process, or runAsUser to the owner of the files.",
  },
  {
    cause: "lock",
    sign: /lock file|already locked|could not lock|is another (?:instance|process)|resource temporarily unavailable/i,
    says: "another process holds its data, or it was not stopped cleanly",
    next: "Make sure that no other pod mounts the same claim before a lock is removed.",
  },
  {
    cause: "data-damaged",
    // Not "corrupted size vs. prev_size", which is about memory.
    sign: /\b(?:data(?:base)?|pages?|index(?:es)?|wal|blocks?|files?|segments?)\b.*\bcorrupt(?:ed|ion)?\b|\bcorrupt(?:ed|ion)?\b.*\b(?:data(?:base)?|pages?|index(?:es)?|wal|blocks?|files?|segments?)\b|checksum (?:mismatch|failed)|invalid (?:magic|page)|panic: .*\bwal\b/i,
    says: "its data is damaged",
    stops: true,
    next: "Take a snapshot of the disk as it is, then restore or repair: npx gke-stateful volumes snapshot SET --apply.",
  },
  {
    cause: "data-of-other-version",
    sign: /incompatible (?:data|version)|was initialized by|database files are incompatible|unsupported (?:data )?version/i,
    says: "its data is of another version",
    next: "Go back to the image that wrote it; upgrade by the database's own way.",
  },
  {
    cause: "address-in-use",
    sign: /address already in use|EADDRINUSE/i,
    says: "another process has its port",
    next: "Look for a second container of the pod on the same port.",
  },
  {
    cause: "peer",
    sign: /no such host|name resolution|getaddrinfo|EAI_AGAIN|connection refused|ECONNREFUSED/i,
    says: "it does not reach what it needs",
    next: "Look at names and network: publishNotReadyAddresses lets members find each other before they are ready.",
  },
];

const COMMAND: Told = { cause: "command", says: "its command cannot be run", next: "Correct command and args." };

/** Meanings of exit codes. Source: https://tldp.org/LDP/abs/html/exitcodes.html */
const EXITS: Readonly<Record<number, Told>> = {
  126: COMMAND,
  127: { cause: "command", says: "its command is not in the image", next: "Correct command and args." },
  134: { cause: "aborted", says: "it has aborted itself", next: "See its logs." },
  139: {
    cause: "segmentation-fault",
    says: "it has crashed in its own code",
    next: "See its logs; try the image before.",
  },
};

const MEMORY: Told = {
  cause: "memory",
  says: "it has reached its memory limit",
  next: "Raise the limit, or make it need less.",
};
const NEVER_UP: Told = {
  cause: "probe",
  says: "it is killed before its startup probe passes",
  next: "Give it longer: failureThreshold times periodSeconds of the startupProbe.",
};
const UNHEALTHY: Told = {
  cause: "probe",
  says: "its liveness probe kills it",
  next: "See whether it hangs, or whether the probe asks too much.",
};
const ENDS: Told = {
  cause: "ends",
  says: "it ends without an error",
  next: "A container of a set must go on running: look at command and args.",
};

/** Exit codes of a process that was told to end, or made to; many end with 0 when they are told. */
const KILLED: readonly number[] = [0, 137, 143];
/** Reasons of containerd and cri-o where a command could not be started, whatever the code. */
const NEVER_RAN: readonly string[] = ["StartError", "ContainerCannotRun"];

/** How a container ended. */
export type Ended = NonNullable<NonNullable<ContainerStatus["state"]>["terminated"]>;

/** How a container ended last; undefined where it never did. */
export function endOf({ lastState, state }: ContainerStatus): Ended | undefined {
  return lastState?.terminated ?? state?.terminated;
}

/** Why a container ended, by what is known of its end and by the events of its pod. */
export function whyEnded({ started }: ContainerStatus, ended: Ended, events: string): Told {
  const { exitCode } = ended;
  const told = byReason(ended) ?? byLastWords(ended);
  if (told !== undefined) {
    return told;
  }
  if (KILLED.includes(exitCode) && /(?:liveness|startup) probe/i.test(events)) {
    return started === false ? NEVER_UP : UNHEALTHY;
  }
  return exitCode === 0 ? ENDS : (EXITS[exitCode] ?? application(exitCode));
}

function byReason({ reason = "" }: Ended): Told | undefined {
  return reason === "OOMKilled" ? MEMORY : NEVER_RAN.includes(reason) ? COMMAND : undefined;
}

function byLastWords({ message = "" }: Ended): Told | undefined {
  return LAST_WORDS.find(({ sign }) => sign.test(message));
}

function application(exitCode: number): Told {
  return {
    cause: "application",
    says: `it ends with code ${String(exitCode)}`,
    next: "Its logs say why; the configuration it got is the first thing to compare.",
  };
}
