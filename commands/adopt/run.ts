import { resolve } from "node:path";
import { adopt } from "./adoption";
import { inputOf, objectsOf, STDIN_PATH } from "../analyze/input/paths";
import { StackFile } from "../plan/engine/stack-file";
import { newStackFileName, projectNameIn, readStackSettings } from "../plan/engine/stack-settings";
import {
  checkNewFolder,
  isOwnProject,
  ownProgram,
  projectWritten,
  stackToBeginWith,
  WHERE_TO_GO,
  writeProject,
} from "../shared/own-program";
import { fitted } from "../shared/fitted";
import { readText } from "../shared/read-text";
import { UserError } from "../shared/user-error";
import { ObjectGraph } from "../../policy/graph/graph";
import { adoptionJson, adoptionText, adoptionYaml } from "./text";
import { changeFor, fitting, isOnKubeconfig, planWithChange } from "./stack";
import { EXIT } from "../shared/exit";
import type { StackSettings } from "../plan/engine/stack-settings";
import type { Input } from "../analyze/input/read";
import type { GraphObject } from "../../policy/graph/object";
import type { Change } from "./stack";

/** What the command line gives. */
export interface AdoptFlags {
  readonly stack: string;
  readonly cwd: string;
  readonly name?: readonly string[];
  readonly namespace?: string;
  readonly new?: string;
  readonly zonal?: boolean;
  readonly write?: boolean;
  readonly json?: boolean;
}

/** Adopts, plans the stack with what it adopted, prints, and sets the exit code. */
export async function runAdopt(paths: readonly string[], flags: AdoptFlags): Promise<void> {
  const input = read(paths);
  const graph = new ObjectGraph(objectsOf(input));
  const place = placeFor(flags);
  const { file, folder, settings } = place;
  const options = { onGoogle: !isOnKubeconfig(settings), zonal: flags.zonal === true };
  const adoptions = chosenSets(graph, input, flags).map((set) => adopt(set, graph, options));
  const change = changeFor(adoptions, { file, given: flags.namespace, settings, zonal: options.zonal });
  const writes = flags.write === true || place.made !== undefined;
  if (writes && change.sameCluster && !change.isNamespaceKnown) {
    throw new UserError(
      "The manifests do not say in which namespace the claims are, and in another one the set would begin anew. Say it with --namespace.",
    );
  }
  const outcome = await planWithChange(folder, settings, change, adoptions);
  const report = { adoptions, change, outcome, stack: flags.stack };
  if (flags.json === true) {
    process.stdout.write(adoptionJson(report));
  } else {
    process.stdout.write(adoptionYaml(change));
    process.stderr.write(fitted(adoptionText(report), process.stderr));
  }
  if (writes && outcome.refused.size < adoptions.length) {
    write(place, fitting(change, outcome), flags.stack);
  }
  if (outcome.refused.size > 0) {
    process.exitCode = EXIT.findings;
  }
}

/** The stack that the sets move into, and where it is written. */
interface Place {
  /** Folder of the program that is planned. */
  readonly folder: string;
  readonly settings: StackSettings;
  readonly file: StackFile;
  /** Folder of a project that is to be made. */
  readonly made?: string;
}

/** Errors: UserError where there is no such stack, or no project that could have it. */
function placeFor({ cwd, stack, new: made }: AdoptFlags): Place {
  if (made !== undefined) {
    return newPlace(resolve(made), stack);
  }
  const folder = resolve(cwd);
  const project = projectNameIn(folder);
  if (project === undefined || !isOwnProject(project)) {
    const found =
      project === undefined ? "is no Pulumi project" : `has project ${project}, whose program knows no workloads`;
    throw new UserError(`${folder} ${found}. ${WHERE_TO_GO}`);
  }
  const settings = readStackSettings(folder, stack);
  return { folder, settings, file: new StackFile(folder, settings.project, stack) };
}

/** A stack of a project that is to be made, without the workloads that the program has for a start. */
function newPlace(made: string, stack: string): Place {
  newStackFileName(made, stack);
  checkNewFolder(made);
  const folder = ownProgram();
  const from = stackToBeginWith(stack);
  const { project, secretKeys, values } = readStackSettings(folder, from);
  const file = new StackFile(folder, project, from);
  file.set("workloads", [], {});
  return {
    folder,
    made,
    file,
    settings: { project, stack, secretKeys, values: { ...values, [`${project}:workloads`]: "{}" } },
  };
}

function write({ file, made }: Place, { namespace, storage, workloads }: Change, stack: string): void {
  Object.entries({ namespace, storage }).forEach(([key, value]) => {
    if (value !== undefined) {
      file.set(key, [], value);
    }
  });
  if (Object.keys(file.value("workloads") ?? {}).length === 0) {
    file.set("workloads", [], workloads);
  } else {
    Object.entries(workloads).forEach(([name, entry]) => {
      file.set("workloads", [name], entry);
    });
  }
  if (made !== undefined) {
    writeProject(made, { name: stack, text: file.text });
    process.stderr.write(projectWritten(made, stack));
  } else {
    file.write();
    process.stderr.write(`\nWritten: ${file.path}\n`);
  }
}

/** What cannot be read might be a part of the set: nothing is adopted by halves. */
function read(paths: readonly string[]): Input {
  const stdin = paths.includes(STDIN_PATH) ? readText(STDIN_PATH) : undefined;
  const input = inputOf(paths, stdin === undefined ? {} : { stdin });
  const [fault] = input.faults.filter(({ kind }) => kind === "unreadable");
  if (fault !== undefined) {
    const { column, line } = fault.source.pointAt(fault.offset);
    throw new UserError(
      `${fault.source.file}:${String(line)}:${String(column)} ${fault.says.replace(/\.+$/, "")}. Mend it, or name the other files one by one.`,
    );
  }
  return input;
}

/** The sets to adopt: all, or those of given names, in the namespace that is given where they name one. */
function chosenSets(graph: ObjectGraph, input: Input, { name: names, namespace }: AdoptFlags): readonly GraphObject[] {
  const all = graph.all("StatefulSet");
  if (all.length === 0) {
    throw nothingToAdopt(input);
  }
  const there = all.filter((set) => isIn(set, namespace));
  if (there.length === 0) {
    throw new UserError(
      `--namespace is "${namespace ?? ""}"; the StatefulSets in these files are ${all.map(({ title }) => title).join(", ")}.`,
    );
  }
  const chosen = names === undefined ? there : there.filter(({ name }) => names.includes(name ?? ""));
  const known = there.map(({ name }) => name ?? "");
  const missing = names?.find((name) => !known.includes(name));
  if (missing !== undefined) {
    throw new UserError(`--name is "${missing}"; the StatefulSets in these files are: ${known.join(", ")}.`);
  }
  chosen.forEach((set) => {
    refuseUnfit(set, chosen);
  });
  return chosen;
}

function isIn({ namespaceField }: GraphObject, namespace: string | undefined): boolean {
  return namespace === undefined || !namespaceField.isSet || namespaceField.value === namespace;
}

function nothingToAdopt({ skipped: [template] }: Input): UserError {
  return new UserError(
    template === undefined
      ? `There is no StatefulSet in these files, and nothing else can be adopted. Give its manifests, or: ${KUBECTL} | gke-stateful adopt -`
      : `There is no StatefulSet in these files. Some were left out, because they are templates or patches, ${template.file} among them. Render them first: ${template.command.replace("analyze", "adopt")}`,
  );
}

/** Prints all that an adoption looks at. Autoscalers and definitions that a cluster does not have make kubectl fail, so that those are left to the user. */
const KUBECTL =
  "kubectl get statefulset,service,configmap,secret,pdb,hpa,networkpolicy,serviceaccount,rolebinding --namespace NAMESPACE -o yaml";

function refuseUnfit(set: GraphObject, chosen: readonly GraphObject[]): void {
  const { name, title } = set;
  if (name === undefined) {
    throw new UserError("A StatefulSet in these files has no name (metadata.name), so its claims cannot be told.");
  }
  if (chosen.some((other) => other !== set && other.name === name)) {
    throw new UserError(
      `There are several StatefulSets ${name} in these files. Name the files of one of them, or its namespace with --namespace.`,
    );
  }
  const owners = set.at("metadata.ownerReferences").items;
  const [owner] = owners.filter((one) => one.at("controller").flag === true);
  if (owner !== undefined) {
    throw new UserError(
      `${title} belongs to ${owner.at("kind").shown} ${owner.at("name").shown}, whose operator would make it again. Adopt what the operator was given instead, or take the set out of its hands first.`,
    );
  }
}
