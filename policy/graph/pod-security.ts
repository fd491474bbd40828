import { allContainers, podSpec } from "./pods";
import type { Field } from "./field";
import type { GraphObject } from "./object";

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
    ...allContainers(object).flatMap(containerBaselineBreaches),
  ];
}

function containerBaselineBreaches(container: Field): readonly Breach[] {
  const name = container.at("name").text ?? "a container";
  const context = container.at("securityContext");
  const ports = container.at("ports").items.filter((port) => (port.at("hostPort").number ?? 0) > 0);
  const added = context.at("capabilities.add").items.filter((item) => !BASELINE_CAPABILITIES.includes(item.text ?? ""));
  const procMount = context.at("procMount");
  return [
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
