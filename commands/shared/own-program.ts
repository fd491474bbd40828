import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { PROJECT } from "../../config/schema/stack";
import { makeFolder } from "./make-folder";
import { UserError } from "./user-error";
import { version } from "./version";
import { writeFile } from "./write-file";
import { YAML_FOR_PEOPLE } from "./yaml-file";

const ROOT = join(__dirname, "..", "..");
/** Folder that the npm package has in the place of the repository's own files. */
const IN_PACKAGE = join(ROOT, "program");
/** Stack whose file a new stack of any other name begins with. */
const USUAL_STACK = "dev";

/** Folder of the program that this command line comes with: a project, with the files of stacks to begin from. */
export function ownProgram(): string {
  return existsSync(IN_PACKAGE) ? IN_PACKAGE : ROOT;
}

/** Stack of {@link ownProgram} whose file a new stack begins with: the one of its name, else dev. */
export function stackToBeginWith(stack: string): string {
  return existsSync(join(ownProgram(), `Pulumi.${stack}.yaml`)) ? stack : USUAL_STACK;
}

/** Whether a project is one of this program. Its name is part of every key of its stacks. */
export function isOwnProject(project: string): boolean {
  return project === PROJECT;
}

/** What to do in a folder that is no project of this program, as a sentence. */
export const WHERE_TO_GO = `Name the folder of a ${PROJECT} project with --cwd, or make one with --new FOLDER.`;

/**
 * Writes a project that depends on this package, ready for `npm install`.
 *
 * Errors: UserError where the folder holds something, or cannot be written to.
 *
 * @param folder Folder of the project; it is made, and must not hold anything.
 * @param stack The first stack: its name, and the text of its file.
 */
export function writeProject(folder: string, stack: { readonly name: string; readonly text: string }): void {
  checkNewFolder(folder);
  try {
    makeFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`--new is ${folder}, which cannot be made: ${code ?? String(error)}. Name another folder.`);
  }
  const files = {
    "package.json": `${JSON.stringify(manifest(), undefined, 2)}\n`,
    "index.js": `module.exports = require("${PROJECT}/program").program;\n`,
    "Pulumi.yaml": projectFile(),
    [`Pulumi.${stack.name}.yaml`]: stack.text,
    ".gitignore": "node_modules/\nout/\n",
  };
  Object.entries(files).forEach(([name, text]) => {
    writeFile(join(folder, name), text, "Name another folder with --new.");
  });
}

/** Errors: UserError where a folder holds something, before anything long is begun. */
export function checkNewFolder(folder: string): void {
  let held: readonly string[];
  try {
    held = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return;
    }
    throw new UserError(`--new is ${folder}, which is no folder. Name one that does not exist.`);
  }
  if (held.length > 0) {
    throw new UserError(
      `--new is ${folder}, which holds ${held[0] ?? ""}: must be a new or an empty folder. Name another one.`,
    );
  }
}

/** What is said when a project is written. */
export function projectWritten(folder: string, stack: string): string {
  return `\nWritten: ${folder}\nNext: cd ${folder} && npm install && npx ${PROJECT} plan ${stack}\n`;
}

type Versions = Readonly<Record<string, string>>;

/** The package itself, and the SDKs of providers, which a program must have only once. */
function manifest(): object {
  const own = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    dependencies: Versions;
    peerDependencies?: Versions;
  };
  const sdks = Object.entries({ ...own.dependencies, ...own.peerDependencies })
    .filter(([name]) => name.startsWith("@pulumi/") && name !== "@pulumi/policy")
    .map(([name, wanted]) => [name, wanted.startsWith("^") ? wanted : `^${wanted}`]);
  return {
    name: PROJECT,
    private: true,
    main: "index.js",
    dependencies: { ...(Object.fromEntries(sdks) as Versions), [PROJECT]: `^${version()}` },
  };
}

/** The declarations of all keys, with their defaults, for a program in plain JavaScript. */
function projectFile(): string {
  const document = parseDocument(readFileSync(join(ownProgram(), "Pulumi.yaml"), "utf8"));
  document.set("runtime", document.createNode({ name: "nodejs", options: { packagemanager: "npm" } }));
  return document.toString(YAML_FOR_PEOPLE);
}
