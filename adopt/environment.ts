import { podFields } from "../config/workload-parts";
import type { Field } from "../policy/graph/field";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Notes } from "./notes";
import type { Secrets } from "./secrets";

/** Variables of a container: texts, and fields of the pod. Those from Secrets go to {@link Secrets}. */
export interface Environment {
  readonly env: Record<string, string>;
  readonly podFields: NonNullable<Entry["podFields"]>;
}

/** Variables that the container gets, in the order in which later ones replace earlier ones. */
export function environmentOf(container: Field, adopted: AdoptedSet, notes: Notes, secrets: Secrets): Environment {
  const reader = new EnvironmentReader(adopted, notes, secrets);
  container.at("envFrom").items.forEach((source) => {
    reader.readAll(source);
  });
  container.at("env").items.forEach((item) => {
    reader.read(item);
  });
  return reader;
}

class EnvironmentReader implements Environment {
  readonly env: Record<string, string> = {};
  readonly podFields: NonNullable<Entry["podFields"]> = {};
  private readonly adopted: AdoptedSet;
  private readonly notes: Notes;
  private readonly secrets: Secrets;

  constructor(adopted: AdoptedSet, notes: Notes, secrets: Secrets) {
    this.adopted = adopted;
    this.notes = notes;
    this.secrets = secrets;
  }

  /** One variable. */
  read(item: Field): void {
    const name = item.at("name").text ?? "";
    const from = item.at("valueFrom");
    // Of two variables of one name, the later one holds.
    Reflect.deleteProperty(this.env, name);
    Reflect.deleteProperty(this.podFields, name);
    this.secrets.forget(name);
    if (!from.isSet) {
      const value = item.at("value");
      this.env[name] = value.isSet ? value.shown : "";
    } else if (from.at("secretKeyRef").isSet) {
      const reference = from.at("secretKeyRef");
      this.secrets.variable(name, reference.at("name").shown, reference.at("key").shown);
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
    if (secret !== undefined && !this.secrets.allVariables(secret, prefix)) {
      this.notes.lose(
        source,
        `Secret ${secret} is not among the manifests, so its keys are not known. Give its file too; values are not read.`,
      );
    }
    if (map !== undefined) {
      this.readConfigMap(map, prefix, source);
    }
  }

  private readConfigMap(name: string, prefix: string, source: Field): void {
    const object = this.adopted.named("ConfigMap", name);
    if (object === undefined) {
      this.notes.lose(source, `ConfigMap ${name} is not among the manifests. Give its file too.`);
      return;
    }
    for (const [key, value] of object.at("data").entries) {
      this.env[`${prefix}${key}`] = value.shown;
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
      this.env[name] = this.notes.choose(
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
      this.podFields[name] = field.data;
    } else {
      this.notes.lose(
        from,
        `Variable ${name} comes from somewhere that cannot be written here. Set env.${name} to a value.`,
      );
    }
  }
}
