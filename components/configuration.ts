import type * as pulumi from "@pulumi/pulumi";
import * as core from "@pulumi/kubernetes/core/v1";
import { contentHash } from "./content-hash";
import { OBJECT_LABELS } from "./child-options";
import { configurationLabels } from "./guard/marks";

/** Name of the ConfigMap with a workload's files. It ends in a hash of them: another content is another map, and rolls the pods. */
export function configMapName(workload: string, files: Readonly<Record<string, string>>): string {
  return `${workload}-config-${contentHash(files)}`;
}

/** An immutable ConfigMap. The new one exists before the pods roll, the old one until they have. */
export function createConfigMap(
  name: string,
  namespace: pulumi.Input<string>,
  files: Readonly<Record<string, string>>,
  options: pulumi.CustomResourceOptions,
): core.ConfigMap {
  return new core.ConfigMap(
    `${name}-config`,
    {
      metadata: {
        name: configMapName(name, files),
        namespace,
        labels: { ...OBJECT_LABELS, ...configurationLabels(name) },
      },
      immutable: true,
      data: { ...files },
    },
    options,
  );
}
