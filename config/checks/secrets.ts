import { SECRET_MARK } from "../problems";
import { isInSecretManager } from "../schema/workload";
import { refuse, warn } from "./check";
import type { Check } from "./check";
import type { Problem } from "../problems";
import type { StackConfig } from "../stack-config";
import type { SecretSettings } from "../schema/workload";

/** Secrets: every key has a value from one place, and every value has a key. No message repeats a value. */
export const secretChecks: Check = function* (config) {
  const { secrets, workloads } = config;
  for (const [name, { secrets: declared }] of Object.entries(workloads)) {
    for (const [secret, settings] of Object.entries(declared)) {
      const path = ["workloads", name, "secrets", secret];
      yield* isInSecretManager(settings) ? managed(path, settings, config) : keys(path, settings);
      for (const key of settings.fromConfig.filter((wanted) => secrets[name]?.[secret]?.[wanted] === undefined)) {
        const value = ["secrets", name, secret, key];
        yield refuse(
          value,
          undefined,
          `is required by workloads.${name}.secrets.${secret}.fromConfig`,
          `Set it with: pulumi config set --secret --path 'gke-stateful:${value.join(".")}'`,
        );
      }
    }
  }
  yield* unused(config);
};

function* unused({ secrets, workloads }: StackConfig): Iterable<Problem> {
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
}

/** A volume of Secret Manager holds nothing else, and no variable can be made of it. */
function* managed(
  path: readonly string[],
  { env, fromConfig, fromSecretManager, generate, mountPath, rotation }: SecretSettings,
  { cluster, target }: StackConfig,
): Iterable<Problem> {
  const files = Object.keys(fromSecretManager);
  if (target === "gke" && !cluster.secretManager) {
    yield refuse(
      [...path, "fromSecretManager"],
      files,
      "needs the Secret Manager add-on, and cluster.secretManager is false",
      "Set cluster.secretManager to true.",
    );
  }
  if (mountPath === undefined) {
    yield refuse(
      [...path, "mountPath"],
      undefined,
      "is required with fromSecretManager, whose values reach a container as files only",
      "Name the directory.",
    );
  }
  if (target !== "gke") {
    yield warn(
      [...path, "fromSecretManager"],
      files,
      "needs the Secret Manager add-on and a role to read each secret, which nobody here looks after on a cluster of a kubeconfig",
      "See to both: docs/first-up.md.",
    );
  }
  if (generate.length + fromConfig.length + Object.keys(env).length + rotation > 0) {
    yield refuse(
      [...path, "fromSecretManager"],
      files,
      "must stand alone: generate, fromConfig, env and rotation are for Secrets of the cluster, and this makes none",
      "Put them into another secret of the workload.",
    );
  }
}

function* keys(path: readonly string[], { env, fromConfig, generate, mountPath }: SecretSettings): Iterable<Problem> {
  const all = [...generate, ...fromConfig];
  if (all.length === 0) {
    yield refuse(path, {}, "has no keys", "List keys in generate, fromConfig or fromSecretManager.");
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
