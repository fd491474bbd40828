import { environmentOf } from "./environment";
import { textsOf } from "./container";
import type { Field } from "../policy/graph/field";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Environment } from "./environment";
import type { Notes } from "./notes";
import type { Secrets } from "./secrets";

type InitContainer = NonNullable<Entry["initContainers"]>[number];

/** The containers that run to their end before the workload starts, and the fields of the pod that they ask for. */
export function initContainersOf(
  adopted: AdoptedSet,
  notes: Notes,
  secrets: Secrets,
): { readonly containers: InitContainer[]; readonly podFields: Environment["podFields"] } {
  const read = adopted.pod.at("initContainers").items.flatMap((field) => readContainer(field, adopted, notes) ?? []);
  const all = read.map(({ command, field }) => ({ command, field, ...environmentOf(field, adopted, notes, secrets) }));
  return {
    containers: all.map(({ command, env, field }) => ({
      name: field.at("name").shown,
      image: field.at("image").text,
      command,
      ...(Object.keys(env).length > 0 && { env }),
    })),
    podFields: Object.assign({}, ...all.map(({ podFields }) => podFields)) as Environment["podFields"],
  };
}

function readContainer(
  field: Field,
  adopted: AdoptedSet,
  notes: Notes,
): { readonly field: Field; readonly command: string[] } | undefined {
  const name = field.at("name").shown;
  if (field.at("restartPolicy").text === "Always") {
    notes.lose(
      field,
      `Sidecar ${name}: an entry has one container. Run it as a workload of its own, or within the image.`,
    );
    return undefined;
  }
  const command = textsOf(field.at("command"));
  if (command === undefined) {
    notes.lose(
      field,
      `Init container ${name} runs its image's own entry point. Write the command out in initContainers.`,
    );
    return undefined;
  }
  noteMounts(field, adopted, notes);
  return { field, command: [...command, ...(textsOf(field.at("args")) ?? [])] };
}

/** Here every container of a pod sees the same directories. */
function noteMounts(field: Field, { container }: AdoptedSet, notes: Notes): void {
  const places = new Set(container.at("volumeMounts").items.map(placeOf));
  for (const mount of field.at("volumeMounts").items.filter((one) => !places.has(placeOf(one)))) {
    notes.lose(
      mount,
      `Init container ${field.at("name").shown} has volume ${mount.at("name").shown} at ${mount.at("mountPath").shown}. Here it sees what the workload's container mounts, at the same paths: change its command.`,
    );
  }
}

function placeOf(mount: Field): string {
  return ["name", "mountPath", "subPath"].map((key) => mount.at(key).shown).join(" ");
}
