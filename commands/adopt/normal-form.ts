import { isMap, mapAt, mapsAt, textAt, valueAt } from "../../policy/graph/value";
import type { Value, ValueMap } from "../../policy/graph/value";

/**
 * A StatefulSet's specification in a form in which two of them can be compared: lists by name, and what a container mounts
 * at each path in place of the names that volumes happen to have.
 */
export function normalForm(spec: ValueMap, mainContainer: string): ValueMap {
  const template = mapAt(spec, "template");
  const pod = mapAt(template, "spec");
  const volumesByName = byKey(mapsAt(pod, "volumes"), (volume) => textAt(volume, "name"));
  const templates = byKey(mapsAt(spec, "volumeClaimTemplates"), (claim) => textAt(mapAt(claim, "metadata"), "name"));
  const container = (value: ValueMap): ValueMap => containerForm(value, { volumes: volumesByName, templates });
  const all = mapsAt(pod, "containers");
  return {
    ...spec,
    volumeClaimTemplates: mapValues(templates, (claim) => mapAt(claim, "spec")),
    template: {
      ...template,
      spec: {
        ...pod,
        containers: undefined,
        volumes: undefined,
        tolerations: byKey(mapsAt(pod, "tolerations"), (one) => textAt(one, "key")),
        topologySpreadConstraints: byKey(mapsAt(pod, "topologySpreadConstraints"), (one) => textAt(one, "topologyKey")),
        container: container(all.find((one) => one["name"] === mainContainer) ?? {}),
        otherContainers: mapValues(
          byKey(
            all.filter((one) => one["name"] !== mainContainer),
            (one) => textAt(one, "name"),
          ),
          container,
        ),
        initContainers: mapValues(
          byKey(mapsAt(pod, "initContainers"), (one) => textAt(one, "name")),
          container,
        ),
      },
    },
  };
}

interface Sources {
  readonly volumes: Readonly<Record<string, ValueMap>>;
  readonly templates: Readonly<Record<string, ValueMap>>;
}

function containerForm(container: ValueMap, sources: Sources): ValueMap {
  return {
    ...container,
    env: mapValues(
      byKey(mapsAt(container, "env"), (variable) => textAt(variable, "name")),
      variableForm,
    ),
    ports: mapValues(
      byKey(mapsAt(container, "ports"), (port) => JSON.stringify(port["containerPort"])),
      ({ name, protocol }) => ({ name, protocol }),
    ),
    volumeMounts: mapValues(
      byKey(mapsAt(container, "volumeMounts"), (mount) => textAt(mount, "mountPath")),
      (mount) => mountForm(mount, sources),
    ),
  };
}

/** What a variable is, without the names of Secrets, which are others in a stack. */
function variableForm({ value, valueFrom }: ValueMap): Value {
  const from = isMap(valueFrom) ? valueFrom : {};
  const secret = mapAt(from, "secretKeyRef");
  const field = mapAt(from, "fieldRef");
  if (secret["key"] !== undefined) {
    return `key ${textAt(secret, "key")} of a Secret`;
  }
  return field["fieldPath"] === undefined ? (value ?? (isMap(valueFrom) ? valueFrom : "")) : textAt(field, "fieldPath");
}

/** What lies at a path of a container. */
function mountForm({ name, readOnly, subPath, subPathExpr }: ValueMap, { templates, volumes }: Sources): Value {
  const volume = typeof name === "string" ? name : "";
  const directory = subPathExpr ?? subPath;
  const part = directory === undefined || directory === "" ? "" : `, directory ${JSON.stringify(directory)} of it`;
  const source = Object.hasOwn(templates, volume) ? `claim ${volume}` : sourceForm(volumes[volume] ?? {});
  const isReadOnly = readOnly === true && !Object.values(FILES).includes(source);
  return `${source}${part}${isReadOnly ? ", read-only" : ""}`;
}

/** Files of these are read-only in every container, whether the mount says so or not. */
const FILES: Readonly<Record<string, string>> = { configMap: "files of a ConfigMap", secret: "files of a Secret" };

function sourceForm(volume: ValueMap): string {
  const emptyDir = valueAt(volume, "emptyDir");
  if (emptyDir !== undefined) {
    const limit = valueAt(emptyDir, "sizeLimit");
    const medium = valueAt(emptyDir, "medium") === "Memory" ? " in memory" : "";
    return `scratch space${medium}${limit === undefined || limit === null ? "" : ` of ${JSON.stringify(limit)}`}`;
  }
  const [kind = "nothing"] = Object.keys(volume).filter((key) => key !== "name");
  return FILES[kind] ?? kind;
}

function byKey(list: readonly ValueMap[], keyOf: (item: ValueMap) => string): Record<string, ValueMap> {
  return Object.fromEntries(list.map((item) => [keyOf(item), item]));
}

function mapValues(map: Readonly<Record<string, ValueMap>>, change: (item: ValueMap) => Value): ValueMap {
  return Object.fromEntries(Object.entries(map).map(([key, item]) => [key, change(item)]));
}
