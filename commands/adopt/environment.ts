import { isDeepStrictEqual } from "node:util";
import { podFields } from "../../config/schema/workload-parts";
import type { Field } from "../../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Notes } from "./notes";

/** Fields of a pod that a variable can hold. */
type PodField = (typeof podFields.valueType.options)[number];

/** Where a variable's value comes from. */
type Variable =
  { readonly value: string } | { readonly podField: PodField } | { readonly secret: string; readonly key: string };

/** Variables of a container by name, in their order. */
export type Variables = ReadonlyMap<string, Variable>;

/** The variables that a container gets. Of several of one name, the last one holds. Values of Secrets are never read. */
export function variablesOf(container: Field, adopted: AdoptedSet, notes: Notes): Variables {
  const reader = new VariableReader(adopted, notes);
  container.at("envFrom").items.forEach((source) => {
    reader.readAll(source);
  });
  container.at("env").items.forEach((item) => {
    reader.read(item);
  });
  return reader.variables;
}

/** The texts among variables. */
export function textsAmong(variables: Variables): Record<string, string> {
  return Object.fromEntries([...variables].flatMap(([name, from]) => ("value" in from ? [[name, from.value]] : [])));
}

/** The fields of the pod among variables. */
export function fieldsAmong(variables: Variables): Record<string, PodField> {
  return Object.fromEntries(
    [...variables].flatMap(([name, from]) => ("podField" in from ? [[name, from.podField]] : [])),
  );
}

/**
 * Variables of a further container, beside those of the workload's container. Fields of the pod and Secrets are shared by all
 * containers of a pod here, so that one name cannot stand for two of them.
 */
export function reconciled(own: Variables, main: Variables, container: Field, notes: Notes): Variables {
  const kept = new Map<string, Variable>();
  for (const [name, from] of own) {
    const other = main.get(name);
    const isShared = !("value" in from) || (other !== undefined && !("value" in other));
    if (other !== undefined && isShared && !isDeepStrictEqual(from, other)) {
      notes.lose(
        container,
        `Variable ${name} of container ${container.at("name").shown} is another one than in the workload's container. Here both get the latter: rename one.`,
      );
    } else {
      kept.set(name, from);
    }
  }
  return kept;
}

class VariableReader {
  readonly variables = new Map<string, Variable>();
  private readonly adopted: AdoptedSet;
  private readonly notes: Notes;

  constructor(adopted: AdoptedSet, notes: Notes) {
    this.adopted = adopted;
    this.notes = notes;
  }

  /** One variable. */
  read(item: Field): void {
    const name = item.at("name").text ?? "";
    const from = item.at("valueFrom");
    if (!from.isSet) {
      const value = item.at("value");
      this.set(name, { value: value.isSet ? value.shown : "" });
    } else if (from.at("secretKeyRef").isSet) {
      const reference = from.at("secretKeyRef");
      this.set(name, { secret: reference.at("name").shown, key: reference.at("key").shown });
    } else if (from.at("configMapKeyRef").isSet) {
      this.readConfigKey(name, from.at("configMapKeyRef"));
    } else {
      this.readPodField(name, from);
    }
  }

  /** All variables of a ConfigMap or a Secret. */
  readAll(source: Field): void {
    const prefix = source.at("prefix").text ?? "";
    const [map, secret] = [source.at("configMapRef.name").text, source.at("secretRef.name").text];
    if (secret !== undefined) {
      this.readSecret(secret, prefix, source);
    }
    if (map !== undefined) {
      this.readConfigMap(map, prefix, source);
    }
  }

  private readSecret(name: string, prefix: string, source: Field): void {
    const keys = this.adopted.secretKeys(name);
    if (keys === undefined) {
      this.notes.lose(
        source,
        `Secret ${name} is not among the manifests, so its keys are not known. Give its file too; values are not read.`,
      );
    }
    keys?.forEach((key) => {
      this.set(`${prefix}${key}`, { secret: name, key });
    });
  }

  private readConfigMap(name: string, prefix: string, source: Field): void {
    const object = this.adopted.named("ConfigMap", name);
    if (object === undefined) {
      this.notes.lose(source, `ConfigMap ${name} is not among the manifests. Give its file too.`);
      return;
    }
    for (const [key, value] of object.at("data").entries) {
      this.set(`${prefix}${key}`, { value: literal(value.shown) });
    }
    this.notes.choose(
      "env",
      name,
      `Its values were copied from ConfigMap ${name}; changes there have no effect any more.`,
    );
  }

  private readConfigKey(name: string, reference: Field): void {
    const [map, key] = [reference.at("name").shown, reference.at("key").shown];
    const value = this.adopted.named("ConfigMap", map)?.at("data").of(key);
    if (value?.isSet === true) {
      this.set(name, { value: literal(value.shown) });
      this.notes.choose(
        `env.${name}`,
        value.shown,
        `Copied from key ${key} of ConfigMap ${map}; changes there have no effect any more.`,
      );
    } else {
      this.notes.lose(
        reference,
        `Key ${key} of ConfigMap ${map} is not among the manifests. Give its file too, or set env.${name}.`,
      );
    }
  }

  private readPodField(name: string, from: Field): void {
    const field = podFields.valueType.safeParse(from.at("fieldRef.fieldPath").value);
    if (field.success) {
      this.set(name, { podField: field.data });
    } else {
      this.notes.lose(
        from,
        `Variable ${name} comes from somewhere that cannot be written here. Set env.${name} to a value.`,
      );
    }
  }

  /** A later one takes the place of an earlier one in the list too: what it refers to may stand between them. */
  private set(name: string, from: Variable): void {
    this.variables.delete(name);
    this.variables.set(name, from);
  }
}

/** Text of a ConfigMap as a variable's value: there, Kubernetes replaces `$(NAME)`, and here it must not. */
function literal(text: string): string {
  return text.split("$(").join("$$(");
}
