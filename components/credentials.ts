import * as pulumi from "@pulumi/pulumi";
import * as core from "@pulumi/kubernetes/core/v1";
import * as random from "@pulumi/random";
import { OBJECT_LABELS } from "./child-options";
import { configurationLabels, MARKS } from "./guard/marks";
import { contentHash, secretContentHash } from "./content-hash";
import { isInSecretManager } from "../config/schema/workload";
import { createManagedSecret, managedSecretName } from "./managed-secrets";
import type { SecretSettings } from "../config/schema/workload";

/** Length of a generated value: 32 letters and digits are 190 bits. */
const GENERATED_LENGTH = 32;

/** A secret of a workload, with the values that the stack's encrypted configuration gives. */
export interface Credentials {
  /** Name of the workload. */
  readonly workload: string;
  /** Name of the secret within the workload. */
  readonly secret: string;
  /** Keys, and where their values come from. */
  readonly settings: SecretSettings;
  /** Values from the configuration by key, in clear. */
  readonly given: Readonly<Record<string, string>>;
}

/**
 * Name of the Secret. It ends in a hash that changes with given values, with the keys and with `rotation`: another content
 * is another Secret, and rolls the pods. Generated values have no part in it, so that the name is known before they are. Of what is in
 * Secret Manager it is the name of the object that tells which files a pod gets.
 */
export function secretName({ given, secret, settings, workload }: Credentials): string {
  if (isInSecretManager(settings)) {
    return managedSecretName(workload, secret, settings);
  }
  const made = contentHash({ keys: settings.generate.join(","), rotation: String(settings.rotation) });
  const place = [pulumi.getProject(), pulumi.getStack(), workload, secret, made].join("/");
  return `${workload}-${secret}-${secretContentHash(place, given)}`;
}

/**
 * An immutable Secret with generated and given values. All values are secrets in the stack's state too. `kept` are options of the Secret
 * alone, not of the generated values. Of what is in Secret Manager there is no Secret.
 */
export function createSecret(
  credentials: Credentials,
  namespace: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
  kept: pulumi.CustomResourceOptions = {},
): pulumi.Resource {
  const { given, secret, settings, workload } = credentials;
  if (isInSecretManager(settings)) {
    return createManagedSecret(credentials, namespace, { ...options, ...kept });
  }
  const values: Record<string, pulumi.Output<string>> = {};
  for (const key of settings.generate) {
    values[key] = new random.RandomPassword(
      `${workload}-${secret}-${key}`,
      { length: GENERATED_LENGTH, special: false, keepers: { rotation: String(settings.rotation) } },
      options,
    ).result;
  }
  for (const [key, value] of Object.entries(given)) {
    values[key] = pulumi.secret(value);
  }
  return new core.Secret(
    `${workload}-${secret}`,
    {
      metadata: {
        name: secretName(credentials),
        namespace,
        labels: { ...OBJECT_LABELS, ...configurationLabels(workload) },
        ...(settings.generate.length > 0 && { annotations: { [MARKS.generated]: "true" } }),
      },
      immutable: true,
      stringData: values,
    },
    { ...options, ...kept },
  );
}
