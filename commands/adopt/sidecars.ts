import { containerSettings } from "./container";
import { reconciled, textsAmong, variablesOf } from "./environment";
import { isSidecar, notePlace } from "./init-containers";
import { probeSettings } from "./probes";
import type { Field } from "../../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Variables } from "./environment";
import type { Notes } from "./notes";

type Sidecar = NonNullable<Entry["sidecars"]>[number];

/** The containers that run beside the workload's, and the variables that they share with it. */
export function sidecarsOf(
  adopted: AdoptedSet,
  main: Variables,
  notes: Notes,
): { readonly containers: Sidecar[]; readonly variables: readonly Variables[] } {
  const all = fieldsOf(adopted).map((field, index) => {
    const own = notes.within(`sidecars[${String(index)}].`);
    notePlace(`Container ${field.at("name").shown}`, field, adopted, notes);
    noteOrder(field, own);
    return { field, own, variables: reconciled(variablesOf(field, adopted, notes), main, field, notes) };
  });
  return {
    containers: all.map(({ field, own, variables }) => sidecarOf(field, variables, own)),
    variables: all.map(({ variables }) => variables),
  };
}

function fieldsOf({ container, pod }: AdoptedSet): readonly Field[] {
  return [
    ...pod.at("initContainers").items.filter(isSidecar),
    ...pod.at("containers").items.filter(({ path }) => path !== container.path),
  ];
}

function sidecarOf(field: Field, variables: Variables, notes: Notes): Sidecar {
  const { args, command, image, ports, resources } = containerSettings(field, notes);
  const [env, probes] = [textsAmong(variables), probeSettings(field, notes)];
  return {
    name: field.at("name").shown,
    image,
    ...(command !== undefined && { command }),
    ...(args !== undefined && { args }),
    ...(Object.keys(env).length > 0 && { env }),
    ...(Object.keys(ports ?? {}).length > 0 && { ports }),
    resources,
    ...(Object.keys(probes).length > 0 && { probes }),
  };
}

/** A container of today starts with the others; a sidecar starts first and stops last. */
function noteOrder(field: Field, notes: Notes): void {
  if (!isSidecar(field)) {
    notes.choose(
      "name",
      field.at("name").shown,
      "It starts together with the others today. Here it starts before the workload's container, which waits for its startup probe if it has one, and stops after it.",
    );
  }
}
