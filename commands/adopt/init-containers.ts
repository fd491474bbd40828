import { reconciled, textsAmong, variablesOf } from "./environment";
import { textsOf } from "./container";
import type { Field } from "../../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Variables } from "./environment";
import type { Notes } from "./notes";

type InitContainer = NonNullable<Entry["initContainers"]>[number];

/** The containers that run to their end before the workload starts, and the variables that they share with it. */
export function initContainersOf(
  adopted: AdoptedSet,
  main: Variables,
  notes: Notes,
): { readonly containers: InitContainer[]; readonly variables: readonly Variables[] } {
  const read = initFields(adopted).flatMap((field) => readContainer(field, adopted, notes) ?? []);
  const all = read.map(({ command, field }) => ({
    command,
    field,
    variables: reconciled(variablesOf(field, adopted, notes), main, field, notes),
  }));
  return {
    containers: all.map(({ command, field, variables }) => {
      const env = textsAmong(variables);
      return {
        name: field.at("name").shown,
        image: field.at("image").text,
        command,
        ...(Object.keys(env).length > 0 && { env }),
      };
    }),
    variables: all.map(({ variables }) => variables),
  };
}

function readContainer(
  field: Field,
  adopted: AdoptedSet,
  notes: Notes,
): { readonly field: Field; readonly command: string[] } | undefined {
  const name = field.at("name").shown;
  const command = textsOf(field.at("command"));
  if (command === undefined) {
    notes.lose(
      field,
      `Init container ${name} runs its image's own entry point. Write the command out in initContainers.`,
    );
    return undefined;
  }
  notePlace(`Init container ${name}`, field, adopted, notes);
  return { field, command: [...command, ...(textsOf(field.at("args")) ?? [])] };
}

/** The containers that end before the others start. */
function initFields({ pod }: AdoptedSet): readonly Field[] {
  return pod.at("initContainers").items.filter((field) => !isSidecar(field));
}

/** Whether an init container goes on running beside the others. */
export function isSidecar(field: Field): boolean {
  return field.at("restartPolicy").text === "Always";
}

/** Notes where a further container would see other directories, or run as somebody else. */
export function notePlace(what: string, field: Field, adopted: AdoptedSet, notes: Notes): void {
  noteMounts(what, field, adopted, notes);
  noteUser(what, field, adopted, notes);
}

/** Here every container of a pod sees the same directories. */
function noteMounts(what: string, field: Field, { container }: AdoptedSet, notes: Notes): void {
  const places = new Set(container.at("volumeMounts").items.map(placeOf));
  for (const mount of field.at("volumeMounts").items.filter((one) => !places.has(placeOf(one)))) {
    notes.lose(
      mount,
      `${what} has volume ${mount.at("name").shown} at ${mount.at("mountPath").shown}. Here it sees what the workload's container mounts, at the same paths: change its command.`,
    );
  }
}

function placeOf(mount: Field): string {
  return ["name", "mountPath", "subPath"].map((key) => mount.at(key).shown).join(" ");
}

const ROOT = 0;

/** Here all containers of a pod run as the workload's user, and none as root. */
function noteUser(what: string, field: Field, { pod }: AdoptedSet, notes: Notes): void {
  const own = field.at("securityContext.runAsUser");
  const user = own.number ?? pod.at("securityContext.runAsUser").number;
  if (user === ROOT) {
    notes.lose(
      own.isSet ? own : field,
      `${what} runs as root today, and would run as the workload's user here, and fail. If it gives the volume an owner, leave it out: fsGroup does that.`,
    );
  }
}
