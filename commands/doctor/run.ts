import { connect } from "../../cluster/client";
import { plural } from "../../policy/rules/engine/plural";
import { EXIT } from "../shared/exit";
import { UserError } from "../shared/user-error";
import { Case } from "./case/case";
import { makeDumpFolder, readDump, writeDump } from "./case/dump";
import { KINDS } from "./case/kinds";
import { readLive } from "./case/read-live";
import { diagnose } from "./diagnosis";
import { markdownOf } from "./formats/markdown";
import { textOf } from "./formats/text";
import type { CaseData } from "./case/case";
import type { Diagnosis } from "./diagnosis";

/** Which cluster, and what of it. */
export interface DoctorFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly workload?: string;
  readonly dump?: string;
  readonly format: "text" | "json" | "markdown";
}

/** What cannot be missing: without it nothing is judged. */
const NEEDED = ["StatefulSet", "Pod"];

/** Finds what is wrong, prints it, and says by the exit code whether anything is. Errors: UserError, ClusterError. */
export async function runDoctor(flags: DoctorFlags): Promise<void> {
  const data = flags.dump === undefined ? await liveData(flags) : readDump(flags.dump);
  const missing = NEEDED.filter((kind) => data.forbidden.includes(kind));
  if (missing.length > 0) {
    throw new UserError(
      `${missing.join(" and ")} may not be listed here, so that nothing can be judged. docs/doctor.md has the rights that doctor needs; they only read.`,
    );
  }
  const the = new Case(data, flags);
  if (the.sets.length === 0) {
    throw new UserError(
      `There is no StatefulSet${whereOf(flags)}: nothing was judged. Name another --namespace or --workload.`,
    );
  }
  const diagnosis = diagnose(the);
  process.stdout.write(shownAs(diagnosis, flags.format));
  process.exitCode = diagnosis.findings.length === 0 ? EXIT.success : EXIT.findings;
}

function whereOf({ namespace, workload }: DoctorFlags): string {
  const name = workload === undefined ? "" : ` ${workload}`;
  return name + (namespace === undefined ? "" : ` in namespace ${namespace}`);
}

async function liveData({ context, kubeconfig, namespace }: Omit<DoctorFlags, "format">): Promise<CaseData> {
  const client = connect({ kubeconfig, context });
  try {
    return await readLive(client, namespace);
  } finally {
    client.close();
  }
}

function shownAs(diagnosis: Diagnosis, format: DoctorFlags["format"]): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(diagnosis, undefined, 2)}\n`;
    case "markdown":
      return markdownOf(diagnosis);
    case "text":
      return textOf(diagnosis, process.stdout.isTTY && process.env["NO_COLOR"] === undefined);
  }
}

/** Writes what a diagnosis needs into a folder, for somebody who may not reach the cluster. It says first what that is. */
export async function runDump(folder: string, flags: Omit<DoctorFlags, "dump" | "format" | "workload">): Promise<void> {
  makeDumpFolder(folder);
  const data = await liveData(flags);
  const counts = KINDS.map(({ kind }) => plural(data.objects.filter((object) => object.kind === kind).length, kind));
  process.stdout.write(
    `To be written: ${counts.join(", ")}.\nLeft out: Secrets, ConfigMaps and logs are not read; of variables, commands and arguments only names of Services stay; passwords in messages are masked.\n`,
  );
  if (data.forbidden.length > 0) {
    process.stdout.write(`Not read, because the right is missing: ${data.forbidden.join(", ")}.\n`);
  }
  writeDump(folder, data);
  process.stdout.write(
    `Written to ${folder}. Look through it before you give it away. gke-stateful doctor --dump ${folder} judges it.\n`,
  );
}
