import { entryOf } from "../../policy/facts/entry";
import { fitted } from "../shared/fitted";
import { UserError } from "../shared/user-error";
import { version } from "../shared/version";
import type { Report } from "./report/report";

/* eslint-disable @typescript-eslint/no-require-imports -- a run needs one format, and import() is not CommonJS */
type Render = (report: Report, options: { readonly colour: boolean }) => string;

/** Formats, each loaded when somebody asks for it. */
const FORMATS: Readonly<Record<string, () => Render>> = {
  text: () => (require("./formats/text") as typeof import("./formats/text")).textOf,
  json: () => (require("./formats/json") as typeof import("./formats/json")).jsonOf,
  sarif: () => (report) =>
    (require("./formats/sarif") as typeof import("./formats/sarif")).sarifOf(report, {
      toolVersion: version(),
    }),
  junit: () => (require("./formats/junit") as typeof import("./formats/junit")).junitOf,
  github: () => (require("./formats/github") as typeof import("./formats/github")).githubOf,
  markdown: () => (require("./formats/markdown") as typeof import("./formats/markdown")).markdownOf,
};
/** Formats that people read where they are printed. */
const FOR_PEOPLE: readonly string[] = ["text", "markdown"];
/** Formats of the checklist. */
const CHECKLISTS: Readonly<Record<string, () => Render>> = {
  text: () => (require("./formats/checklist") as typeof import("./formats/checklist")).checklistOf,
  json: () => (require("./formats/checklist-json") as typeof import("./formats/checklist-json")).checklistJson,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** A format, and the file that it goes to; undefined for standard output. */
export interface Output {
  /** Loads the format, which writes a report. */
  readonly render: () => Render;
  /** File to write; undefined for standard output. */
  readonly file: string | undefined;
  /** Whether it says in words what came of the run. */
  readonly isForPeople: boolean;
}

/** Formats as they are asked for: `json`, `sarif:report.sarif`. Errors: UserError that names what there is. */
export function outputsOf(formats: readonly string[], asChecklist: boolean): readonly Output[] {
  const outputs = formats.map((text) => outputOf(text, asChecklist));
  if (outputs.filter(({ file }) => file === undefined).length > 1) {
    throw new UserError(
      `--format ${formats.join(",")} writes several formats to standard output. Give all but one a file: --format text --format sarif:report.sarif.`,
    );
  }
  return outputs;
}

function outputOf(text: string, asChecklist: boolean): Output {
  const colon = text.indexOf(":");
  const name = colon === -1 ? text : text.slice(0, colon);
  const render = entryOf(FORMATS, name);
  if (render === undefined || colon === text.length - 1) {
    throw new UserError(
      `--format is "${text}"; it must be ${Object.keys(FORMATS).join(", ")}, with a file after a colon if it goes to one: sarif:report.sarif.`,
    );
  }
  return {
    render: (asChecklist ? CHECKLISTS[name] : undefined) ?? render,
    file: colon === -1 ? undefined : text.slice(colon + 1),
    isForPeople: FOR_PEOPLE.includes(name),
  };
}

/** The texts of a report, and where each goes. Only a terminal gets colours. */
export function printed(
  outputs: readonly Output[],
  report: Report,
): readonly { file: string | undefined; text: string }[] {
  return outputs.map(({ file, render }) => ({
    file,
    text: textFor(file, render()(report, { colour: file === undefined && isColourful() })),
  }));
}

/** What goes to a terminal fits it; what goes to a file is whole. */
function textFor(file: string | undefined, text: string): string {
  return file === undefined ? fitted(text, process.stdout) : text;
}

function isColourful(): boolean {
  return process.stdout.isTTY && process.stdout.hasColors();
}
