import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { makeFolder } from "../../shared/make-folder";
import { readShaped } from "../../shared/read-shaped";
import { UserError } from "../../shared/user-error";
import { writeFile } from "../../shared/write-file";
import { KINDS } from "./kinds";
import { redacted } from "./redacted";
import type { CaseData } from "./case";

/** File that says when the others were written, and what is missing. */
const ABOUT = "dump.json";
/** Grows when a dump of an older program could be read wrongly. */
const FORMAT = 1;
const HINT = "Write it anew with gke-stateful doctor dump FOLDER.";

const about = z.object({
  format: z.literal(FORMAT),
  readAt: z.iso.datetime(),
  forbidden: z.array(z.string()),
});

const list = z.object({
  items: z.array(
    z.looseObject({
      apiVersion: z.string(),
      kind: z.string(),
      metadata: z.looseObject({ name: z.string() }),
    }),
  ),
});

/** Makes the folder of a dump, before anything is read for it. Errors: UserError where there is something in it, or it cannot be made. */
export function makeDumpFolder(folder: string): void {
  if (contentOf(folder).length > 0) {
    throw new UserError(`${folder} is not empty: nothing is written over. Name a folder that is not there yet.`);
  }
}

/** What is in a folder, which is made where it is not there. Errors: UserError. */
function contentOf(folder: string): readonly string[] {
  try {
    makeFolder(folder);
    return readdirSync(folder);
  } catch (error) {
    throw new UserError(
      `${folder} cannot be made: ${(error as NodeJS.ErrnoException).code ?? String(error)}. Name another folder.`,
      { cause: error },
    );
  }
}

/** Writes a case into a folder that {@link makeDumpFolder} made, a file for each kind. Errors: UserError. */
export function writeDump(folder: string, { forbidden, now, objects }: CaseData): void {
  for (const { kind, plural } of KINDS) {
    const items = objects.filter((object) => object.kind === kind);
    write(join(folder, `${plural}.json`), { apiVersion: "v1", kind: "List", items });
  }
  write(join(folder, ABOUT), { format: FORMAT, readAt: now.toISOString(), forbidden });
}

function write(file: string, value: object): void {
  writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`, "Name another folder.");
}

/** The case in a folder that {@link writeDump} wrote. Errors: UserError that names the file, and what it should be. */
export function readDump(folder: string): CaseData {
  const { forbidden, readAt } = readShaped(join(folder, ABOUT), { schema: about, hint: HINT });
  const objects = KINDS.flatMap(
    ({ plural }) => readShaped(join(folder, `${plural}.json`), { schema: list, hint: HINT }).items,
  );
  // Whoever has edited it may have put something back.
  return { now: new Date(readAt), objects: redacted(objects), forbidden };
}
