import type { types } from "@pulumi/kubernetes";
import { isInSecretManager } from "../config/schema/workload";
import { SECRET_DRIVER } from "./managed-secrets";
import type { ProbeSettings, SecretSettings, WorkloadSettings } from "../config/schema/workload";
import type { PodTemplateArgs } from "./pod-template-args";

type Container = types.input.core.v1.Container;
type Probe = types.input.core.v1.Probe;
type Volume = types.input.core.v1.Volume;
type VolumeMount = types.input.core.v1.VolumeMount;
type EnvVar = types.input.core.v1.EnvVar;

/**
 * Prefix of pod volumes that are not claims. A claim template hides a pod volume of the same name, and users name the
 * claims; theirs are never longer than 40 characters, and the check of mount paths keeps the paths apart.
 */
const POD_VOLUME_PREFIX = "pod-volume-";

/** The least that a container may do: no root, no capabilities, no way to more. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
function containerSecurity({ readOnlyRootFilesystem }: WorkloadSettings): NonNullable<Container["securityContext"]> {
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem,
    runAsNonRoot: true,
    capabilities: { drop: ["ALL"] },
  };
}

/** Containers, init containers and volumes of a pod. */
export function podContainers(args: PodTemplateArgs): {
  containers: Container[];
  initContainers?: Container[];
  volumes: Volume[];
} {
  const { name, workload } = args;
  const shared = {
    resources: containerResources(workload.resources),
    securityContext: containerSecurity(workload),
    volumeMounts: volumeMounts(args),
  };
  const initContainers = workload.initContainers.map((init) => ({
    name: init.name,
    image: init.image ?? workload.image,
    command: init.command,
    env: [...fieldEnv(workload), ...secretEnv(args), ...plainEnv(init.env)],
    ...shared,
  }));
  // First, so that they run while the others prepare the disk; Kubernetes stops them last.
  const before = [...workload.sidecars.map((sidecar) => sidecarOf(sidecar, args)), ...initContainers];
  return {
    ...(before.length > 0 && { initContainers: before }),
    containers: [
      {
        name,
        image: workload.image,
        ...(workload.command !== undefined && { command: workload.command }),
        ...(workload.args !== undefined && { args: workload.args }),
        ports: containerPorts(workload.ports),
        env: [...fieldEnv(workload), ...secretEnv(args), ...plainEnv(workload.env)],
        ...probes(workload),
        ...(workload.preStopSeconds > 0 && { lifecycle: { preStop: { sleep: { seconds: workload.preStopSeconds } } } }),
        ...shared,
      },
    ],
    volumes: podVolumes(args),
  };
}

/** A container that starts before the workload's, runs beside it and stops after it. @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/ */
function sidecarOf(sidecar: WorkloadSettings["sidecars"][number], args: PodTemplateArgs): Container {
  const { args: words, command, env, image, name, ports } = sidecar;
  return {
    name,
    image,
    restartPolicy: "Always",
    ...(command !== undefined && { command }),
    ...(words !== undefined && { args: words }),
    ...(Object.keys(ports).length > 0 && { ports: containerPorts(ports) }),
    env: [...fieldEnv(args.workload), ...secretEnv(args), ...plainEnv(env)],
    ...probes(sidecar),
    resources: containerResources(sidecar.resources),
    securityContext: containerSecurity(args.workload),
    volumeMounts: volumeMounts(args),
  };
}

function containerPorts(ports: WorkloadSettings["ports"]): NonNullable<Container["ports"]> & unknown[] {
  return Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort, protocol: "TCP" }));
}

function containerResources({ limits, requests }: WorkloadSettings["resources"]): NonNullable<Container["resources"]> {
  const list = ({ cpu, ephemeralStorage, memory }: typeof requests): Record<string, string> => ({
    cpu,
    memory,
    ...(ephemeralStorage !== undefined && { "ephemeral-storage": ephemeralStorage }),
  });
  return { requests: list(requests), limits: list(limits) };
}

function plainEnv(env: Readonly<Record<string, string>>): EnvVar[] {
  return Object.entries(env).map(([name, value]) => ({ name, value }));
}

/** Before the plain ones, as those of Secrets: a variable can refer, as `$(NAME)`, to earlier ones only. */
function fieldEnv({ podFields }: WorkloadSettings): EnvVar[] {
  return Object.entries(podFields).map(([name, fieldPath]) => ({ name, valueFrom: { fieldRef: { fieldPath } } }));
}

function secretEnv({ secretNames, workload }: PodTemplateArgs): EnvVar[] {
  return Object.entries(workload.secrets).flatMap(([secret, { env }]) =>
    Object.entries(env).map(([name, key]) => ({
      name,
      valueFrom: { secretKeyRef: { name: secretNames[secret] ?? secret, key } },
    })),
  );
}

function probes({
  ports,
  probes: all,
}: Pick<WorkloadSettings, "ports" | "probes">): Pick<Container, "startupProbe" | "readinessProbe" | "livenessProbe"> {
  const firstPort = Object.keys(ports)[0];
  const build = (settings: ProbeSettings): Probe => ({ ...handler(settings, firstPort), ...timing(settings) });
  return {
    ...(all.startup !== undefined && { startupProbe: build(all.startup) }),
    ...(all.readiness !== undefined && { readinessProbe: build(all.readiness) }),
    ...(all.liveness !== undefined && { livenessProbe: build(all.liveness) }),
  };
}

function timing({ failureThreshold, periodSeconds, timeoutSeconds }: ProbeSettings): Probe {
  return { periodSeconds, timeoutSeconds, failureThreshold };
}

function handler({ command, httpPath, port }: ProbeSettings, firstPort: string | undefined): Probe {
  if (command !== undefined) {
    return { exec: { command } };
  }
  const target = port ?? firstPort ?? "";
  return httpPath === undefined ? { tcpSocket: { port: target } } : { httpGet: { path: httpPath, port: target } };
}

function volumeMounts({ configMapName, workload }: PodTemplateArgs): VolumeMount[] {
  return [
    ...Object.entries(workload.volumes).map(([name, { mountPath, subPath }]) => ({
      name,
      mountPath,
      ...(subPath !== undefined && { subPath }),
    })),
    ...(configMapName === undefined || workload.config === undefined
      ? []
      : [{ name: `${POD_VOLUME_PREFIX}config`, mountPath: workload.config.mountPath, readOnly: true }]),
    ...Object.entries(workload.secrets).flatMap(([secret, { mountPath }]) =>
      mountPath === undefined ? [] : [{ name: `${POD_VOLUME_PREFIX}secret-${secret}`, mountPath, readOnly: true }],
    ),
    ...Object.keys(workload.scratch).map((mountPath, index) => ({
      name: `${POD_VOLUME_PREFIX}scratch-${String(index)}`,
      mountPath,
    })),
  ];
}

function podVolumes({ configMapName, secretNames, workload }: PodTemplateArgs): Volume[] {
  return [
    ...(configMapName === undefined
      ? []
      : [{ name: `${POD_VOLUME_PREFIX}config`, configMap: { name: configMapName } }]),
    ...Object.entries(workload.secrets).flatMap(([secret, settings]) =>
      settings.mountPath === undefined
        ? []
        : [{ name: `${POD_VOLUME_PREFIX}secret-${secret}`, ...secretSource(secretNames[secret] ?? secret, settings) }],
    ),
    ...Object.values(workload.scratch).map((sizeLimit, index) => ({
      name: `${POD_VOLUME_PREFIX}scratch-${String(index)}`,
      emptyDir: { sizeLimit },
    })),
  ];
}

function secretSource(name: string, settings: SecretSettings): Pick<Volume, "csi" | "secret"> {
  return isInSecretManager(settings)
    ? { csi: { driver: SECRET_DRIVER, readOnly: true, volumeAttributes: { secretProviderClass: name } } }
    : { secret: { secretName: name } };
}
