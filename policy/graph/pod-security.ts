import { allContainers, podSpec } from "./pods";
import type { GraphObject, Field } from "./object";

/**
 * What the Pod Security Standards forbid.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */

/** A breach of a control. */
export interface Breach {
  readonly field: Field;
  readonly says: string;
}

const HOST_NAMESPACES = ["hostNetwork", "hostPID", "hostIPC"] as const;
/** Capabilities that the baseline profile allows to add. */
const BASELINE_CAPABILITIES: readonly string[] = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];

const SELINUX_TYPES: readonly string[] = [
  "",
  "container_t",
  "container_init_t",
  "container_kvm_t",
  "container_engine_t",
];
const SAFE_SYSCTLS: readonly string[] = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_syncookies",
];

/** What breaks the baseline profile: ways from a pod to its node. */
export function baselineBreaches(object: GraphObject): readonly Breach[] {
  const spec = podSpec(object);
  const hosts = HOST_NAMESPACES.map((name) => spec.at(name)).filter((field) => field.flag === true);
  const paths = spec.at("volumes").items.filter((volume) => volume.at("hostPath").isSet);
  return [
    ...hosts.map((field) => ({ field, says: `sets ${field.path.split(".").at(-1) ?? ""}` })),
    ...paths.map((volume) => ({
      field: volume.at("hostPath"),
      says: `mounts hostPath ${volume.at("hostPath.path").text ?? ""}`,
    })),
    ...spec
      .at("securityContext.sysctls")
      .items.filter((item) => !SAFE_SYSCTLS.includes(item.at("name").text ?? ""))
      .map((item) => ({ field: item, says: `sets sysctl ${item.at("name").shown}` })),
    ...profileBreaches(spec.at("securityContext"), "the pod"),
    ...allContainers(object).flatMap(containerBaselineBreaches),
  ];
}

/** Profiles that are switched off, for a pod or a container. */
function profileBreaches(context: Field, whose: string): readonly Breach[] {
  const unconfined = ["seccompProfile", "appArmorProfile"]
    .map((profile) => context.at(profile).at("type"))
    .filter((type) => type.text === "Unconfined");
  const seLinux = context.at("seLinuxOptions.type");
  const hostProcess = context.at("windowsOptions.hostProcess");
  return [
    ...unconfined.map((field) => ({ field, says: `switches ${String(field.keys.at(-2))} off for ${whose}` })),
    ...(seLinux.isSet && !SELINUX_TYPES.includes(seLinux.text ?? "")
      ? [{ field: seLinux, says: `sets SELinux type ${seLinux.shown} for ${whose}` }]
      : []),
    ...(hostProcess.flag === true ? [{ field: hostProcess, says: `runs ${whose} as a process of the host` }] : []),
  ];
}

function containerBaselineBreaches(container: Field): readonly Breach[] {
  const name = container.at("name").text ?? "a container";
  const context = container.at("securityContext");
  const ports = container.at("ports").items.filter((port) => (port.at("hostPort").number ?? 0) > 0);
  const added = context.at("capabilities.add").items.filter((item) => !BASELINE_CAPABILITIES.includes(item.text ?? ""));
  const procMount = context.at("procMount");
  return [
    ...profileBreaches(context, `container ${name}`),
    ...(context.at("privileged").flag === true
      ? [{ field: context.at("privileged"), says: `runs container ${name} privileged` }]
      : []),
    ...ports.map((port) => ({
      field: port.at("hostPort"),
      says: `opens hostPort ${String(port.at("hostPort").number)} in container ${name}`,
    })),
    ...added.map((item) => ({ field: item, says: `adds capability ${item.text ?? ""} to container ${name}` })),
    ...(procMount.isSet && procMount.text !== "Default"
      ? [{ field: procMount, says: `sets procMount ${procMount.text ?? ""} in container ${name}` }]
      : []),
  ];
}

/** What a container lacks for the restricted profile, as settings that it should have. */
export function restrictedGaps(container: Field, pod: Field): readonly string[] {
  const own = container.at("securityContext");
  const shared = pod.at("securityContext");
  const either = (path: string): Field => (own.at(path).isSet ? own.at(path) : shared.at(path));
  const dropped = own.at("capabilities.drop").texts;
  const added = own.at("capabilities.add").texts.filter((name) => name !== "NET_BIND_SERVICE");
  const gaps: readonly (readonly [string, boolean])[] = [
    ["runAsNonRoot: true", either("runAsNonRoot").flag !== true],
    ["runAsUser other than 0", either("runAsUser").number === 0],
    ["allowPrivilegeEscalation: false", own.at("allowPrivilegeEscalation").flag !== false],
    ["capabilities: { drop: [ALL] }", !dropped.includes("ALL")],
    [`no added capability (${added.join(", ")})`, added.length > 0],
    [
      "seccompProfile: { type: RuntimeDefault }",
      !["RuntimeDefault", "Localhost"].includes(either("seccompProfile.type").text ?? ""),
    ],
  ];
  return gaps.flatMap(([gap, isMissing]) => (isMissing ? [gap] : []));
}
