import { WORKLOAD_KINDS } from "../graph/kinds";
import { allContainers, containerName, forEach, PROBES } from "../graph/pods";
import { clearPasswordIn, clearPasswordInCommand, isClearPassword } from "../graph/passwords";
import { defineRule, problem } from "./engine/rule";
import type { Problem } from "./engine/rule";
import type { Field, GraphObject } from "../graph/object";

/** A password in a manifest is in every clone of the repository, for ever. */
export const clearPassword = defineRule({
  id: "clear-password",
  severity: "high",
  title: "Passwords come from a Secret",
  why: "What stands in a manifest or a ConfigMap is read by everybody who reads the repository, its history, or the pods of the namespace. Nobody can tell later who has it.",
  remediation:
    "Put it into a Secret that a tool fills (Secret Manager, External Secrets, SOPS), read it by `valueFrom: { secretKeyRef: { name: db, key: password } }` or as a file, and change the password: the old one is known.",
  effort: { time: "hours", why: "The move is a few lines; the password has to be changed everywhere." },
  outcome: "Who may read the password is decided in one place.",
  url: "https://kubernetes.io/docs/concepts/configuration/secret/",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, env: [{ name: POSTGRES_PASSWORD, value: correct-horse }] }] } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, env: [{ name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }] }] } } }`,
  },
  kinds: [...WORKLOAD_KINDS, "ConfigMap"],
  scope: "object",
  check: (object) => (object.kind === "ConfigMap" ? inConfigMap(object) : inContainers(object)),
});

/** No message repeats a value. */
function* inConfigMap(object: GraphObject): Iterable<Problem> {
  for (const [key, value] of object.at("data").entries) {
    const text = value.text ?? "";
    const where = isClearPassword(key, text) ? "" : clearPasswordIn(text);
    if (where !== undefined) {
      yield problem(value, `holds a password in clear in ${key}${where === "" ? "" : ` (${where})`}`);
    }
  }
}

function inContainers(object: GraphObject): ReturnType<typeof forEach<unknown, Problem>> {
  return forEach(allContainers(object), function* (container) {
    for (const variable of container.at("env").items) {
      const name = variable.at("name").text ?? "";
      const value = variable.at("value");
      const text = value.text ?? "";
      if (isClearPassword(name, text) || clearPasswordIn(text) !== undefined) {
        yield problem(value, `holds a password in clear in variable ${name} of ${containerName(container)}`);
      }
    }
    for (const { field, what } of commandsOf(container)) {
      const where = clearPasswordInCommand(field.texts);
      if (where !== undefined) {
        yield problem(field, `holds a password in clear in ${what} of ${containerName(container)} (${where})`);
      }
    }
  });
}

/** Everything that a container runs. */
function commandsOf(container: Field): readonly { readonly field: Field; readonly what: string }[] {
  const hooks = [...PROBES, "lifecycle.postStart", "lifecycle.preStop"];
  return [
    { field: container.at("command"), what: "the command" },
    { field: container.at("args"), what: "the arguments" },
    ...hooks.map((path) => ({ field: container.at(`${path}.exec.command`), what: `the command of ${path}` })),
  ].filter(({ field }) => field.isSet);
}
