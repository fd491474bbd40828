import { resolve } from "node:path";
import { adopt } from "../adopt/adoption";
import { AnalysisError } from "../analyze/analysis-error";
import { inputOf, objectsOf, STDIN_PATH } from "../analyze/input/paths";
import { StackFile } from "../plan/stack-file";
import { readStackSettings } from "../plan/stack-settings";
import { readText } from "../plan/read-text";
import { UserError } from "../plan/user-error";
import { ObjectGraph } from "../policy/graph/graph";
import { adoptionReport, adoptionYaml } from "./adopt-text";
import { changeFor, planWithChange } from "./adopt-stack";
import { EXIT } from "./exit";
import type { Input } from "../analyze/input/read";
import type { GraphObject } from "../policy/graph/object";
import type { Change } from "./adopt-stack";

/** What the command line gives. */
export interface AdoptFlags {
  readonly stack: string;
  readonly cwd: string;
  readonly name?: readonly string[];
  readonly namespace?: string;
  readonly write?: boolean;
  readonly json?: boolean;
}

/** Adopts, plans the stack with what it adopted, prints, and sets the exit code. */
export async function runAdopt(paths: readonly string[], flags: AdoptFlags): Promise<void> {
  const input = read(paths);
  const graph = new ObjectGraph(objectsOf(input));
  const adoptions = chosenSets(graph, input, flags.name).map((set) => adopt(set, graph));
  const folder = resolve(flags.cwd);
  const settings = readStackSettings(folder, flags.stack);
  const file = new StackFile(folder, settings.project, flags.stack);
  const change = changeFor(adoptions, { file, given: flags.namespace, settings });
  const outcome = await planWithChange(folder, settings, change, adoptions);
  const report = { adoptions, change, outcome, stack: flags.stack };
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(adoptionReport(report).json, undefined, 2)}\n`);
  } else {
    process.stdout.write(adoptionYaml(change, settings.project));
    process.stderr.write(adoptionReport(report).text);
  }
  if (outcome.problem !== undefined) {
    process.exitCode = EXIT.findings;
  } else if (flags.write === true) {
    write(file, change);
  }
}

function write(file: StackFile, { namespace, workloads }: Change): void {
  if (namespace !== undefined) {
    file.set("namespace", [], namespace);
  }
  if (file.value("workloads") === undefined) {
    file.set("workloads", [], workloads);
  } else {
    Object.entries(workloads).forEach(([name, entry]) => {
      file.set("workloads", [name], entry);
    });
  }
  file.write();
  process.stderr.write(`\nWritten: ${file.path}\n`);
}

/** What cannot be read might be a part of the set: nothing is adopted by halves. */
function read(paths: readonly string[]): Input {
  try {
    const stdin = paths.includes(STDIN_PATH) ? readText(STDIN_PATH) : undefined;
    const input = inputOf(paths, stdin === undefined ? {} : { stdin });
    const [fault] = input.faults.filter(({ kind }) => kind === "unreadable");
    if (fault !== undefined) {
      throw new UserError(
        `${fault.source.file} cannot be read: it ${fault.says}. Mend it, or name the other files one by one.`,
      );
    }
    return input;
  } catch (error) {
    throw error instanceof AnalysisError ? new UserError(error.message, { cause: error }) : error;
  }
}

function chosenSets(
  graph: ObjectGraph,
  { skipped }: Input,
  names: readonly string[] | undefined,
): readonly GraphObject[] {
  const all = graph.all("StatefulSet");
  const known = all.map(({ name }) => name ?? "").join(", ");
  const chosen = names === undefined ? all : names.map((name) => setNamed(all, name, known));
  if (chosen.length === 0) {
    const [template] = skipped;
    throw new UserError(
      template === undefined
        ? "There is no StatefulSet in these files, and nothing else can be adopted. Give its manifests, or: kubectl get statefulset,service,configmap,pdb,hpa,networkpolicy,serviceaccount -o yaml | gke-stateful adopt -"
        : `There is no StatefulSet in these files. ${template.file} and others were left out, because they are templates or patches: ${template.command.replace("analyze", "adopt")}`,
    );
  }
  const repeated = chosen.find(({ name }, index) => chosen.findIndex((other) => other.name === name) !== index);
  if (repeated !== undefined) {
    throw new UserError(
      `There are several StatefulSets ${repeated.name ?? ""} in these files. Name the files of one of them.`,
    );
  }
  return chosen;
}

function setNamed(all: readonly GraphObject[], wanted: string, known: string): GraphObject {
  const found = all.find(({ name }) => name === wanted);
  if (found === undefined) {
    throw new UserError(
      `--name is "${wanted}"; the StatefulSets in these files are: ${known === "" ? "none" : known}.`,
    );
  }
  return found;
}
