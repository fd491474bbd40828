import * as pulumi from "@pulumi/pulumi";
import { ConfigError, loadConfig } from "./config/load";
import { DataGuard } from "./components/guard/data-guard";
import { Namespace, QUOTA_NAME } from "./components/namespace";
import { Priority } from "./components/priority";
import { quotaOf } from "./config/sizing/quota";
import { StatefulWorkload } from "./components/stateful-workload";
import { Storage } from "./components/storage";
import { createAlerts } from "./platform/alerts";
import { createPlatform } from "./platform/create";
import type { StackConfig } from "./config/stack-config";

/** The program of every stack: a platform, and on it storage, a namespace and the workloads. */
export async function program(): Promise<Record<string, unknown>> {
  const config = readConfig();
  config.warnings.forEach((warning) => void pulumi.log.warn(warning));

  const guard = new DataGuard("gke-stateful");
  const platform = await createPlatform(config, guard);
  const { clusterId, options } = platform;
  const disks = { zones: platform.zones, snapshots: platform.snapshots, labels: platform.diskLabels };
  const storage = new Storage("storage", { settings: config.storage, ...disks, guard }, options);
  const priority = new Priority("priority", config.priorityClass, options);
  const quota = quotaOf(config);
  const namespace = new Namespace(
    "namespace",
    { settings: config.namespace, access: config.access, quota, clusterId, guard },
    platform.namespaceOptions,
  );

  const dependsOn = [storage, priority, namespace, ...platform.nodes];
  const workloads = Object.entries(config.workloads).map(
    ([name, workload]) =>
      new StatefulWorkload(
        name,
        {
          namespace: namespace.namespaceName,
          storageClassName: storage.className,
          storageClasses: storage.classNames,
          workload,
          secretValues: config.secrets[name] ?? {},
          zones: platform.zones,
          priorityClassName: priority.className,
          dedicatedNodes: platform.dedicatedNodes,
          verticalAutoscaling: platform.verticalAutoscaling,
          clusterId,
          backupPlan: platform.backupPlan,
          operationsImage: config.operations.image,
          ownQuotas: { [QUOTA_NAME]: quota },
          namespaceStays: platform.outlivesStack && (config.namespace.retain || !config.namespace.create),
          guard,
        },
        { ...options, dependsOn },
      ),
  );
  createAlerts(config, platform, namespace);
  const backupPlan = platform.backUp([namespace.namespaceName], [namespace]);

  return {
    ...platform.outputs,
    namespace: namespace.namespaceName,
    workloads: workloads.map(({ workloadName }) => workloadName),
    ...(backupPlan !== undefined && { backupPlan }),
  };
}

/** A configuration that does not hold is the user's to mend: its message is printed without a stack trace. */
function readConfig(): StackConfig {
  const secretKeys = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]") as readonly string[];
  try {
    return loadConfig({
      stack: pulumi.getStack(),
      values: pulumi.runtime.allConfig(),
      isSecret: (key) => secretKeys.includes(key),
    });
  } catch (error) {
    throw error instanceof ConfigError ? new pulumi.RunError(error.message) : error;
  }
}
