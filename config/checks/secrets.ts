import { SECRET_MARK } from "../problems";
import { refuse } from "./check";
import type { Check } from "./check";
import type { Problem } from "../problems";
import type { SecretSettings } from "../schema/workload";

/** Secrets: every key has a value from one place, and every value has a key. No message repeats a value. */
export const secretChecks: Check = function* ({ secrets, workloads }) {
  for (const [name, { secrets: declared }] of Object.entries(workloads)) {
    for (const [secret, settings] of Object.entries(declared)) {
      yield* keys(["workloads", name, "secrets", secret], settings);
      for (const key of settings.fromConfig.filter((wanted) => secrets[name]?.[secret]?.[wanted] === undefined)) {
        const path = ["secrets", name, secret, key];
        yield refuse(
          path,
          undefined,
          `is required by workloads.${name}.secrets.${secret}.fromConfig`,
          `Set it with: pulumi config set --secret --path 'gke-stateful:${path.join(".")}'`,
        );
      }
    }
  }
  for (const [name, values] of Object.entries(secrets)) {
    for (const [secret, entries] of Object.entries(values)) {
      const wanted = workloads[name]?.secrets[secret]?.fromConfig ?? [];
      for (const key of Object.keys(entries).filter((given) => !wanted.includes(given))) {
        yield refuse(
          ["secrets", name, secret, key],
          SECRET_MARK,
          `is used by nothing: workloads.${name}.secrets.${secret}.fromConfig does not list it`,
          "List it there, or remove the value.",
        );
      }
    }
  }
};

function* keys(path: readonly string[], { env, fromConfig, generate, mountPath }: SecretSettings): Iterable<Problem> {
  const all = [...generate, ...fromConfig];
  if (all.length === 0) {
    yield refuse(path, {}, "has no keys", "List keys in generate or fromConfig.");
  }
  if (Object.keys(env).length === 0 && mountPath === undefined) {
    yield refuse(path, all, "reaches no container: it has neither env nor mountPath", "Add one of them.");
  }
  for (const key of generate.filter((made) => fromConfig.includes(made))) {
    yield refuse([...path, "generate"], key, "is in fromConfig too", "Keep it in one of the two lists.");
  }
  for (const [variable, key] of Object.entries(env)) {
    if (!all.includes(key)) {
      yield refuse(
        [...path, "env", variable],
        key,
        `must be one of the keys ${all.join(", ")}`,
        "Correct the name, or list the key in generate or fromConfig.",
      );
    }
  }
}
