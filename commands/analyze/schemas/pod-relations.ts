import { quantity } from "../../../policy/facts/quantities";
import { allContainers, podSpec, PROBES } from "../../../policy/graph/pods";
import { volumesOf } from "../../../policy/graph/volumes";
import { claim, expression } from "./choices";
import { fieldsWithin, knownEntries } from "./within";
import type { Field, GraphObject } from "../../../policy/graph/object";
import type { Said } from "./said";

/** What the fields of pods and containers must be to each other. Source: pkg/apis/core/validation and pkg/apis/apps/validation of Kubernetes */
export function badPodRelations(object: GraphObject): readonly Said[] {
  const spec = podSpec(object);
  return [
    ...atLeastOne(object, spec),
    ...hostPorts(object, spec),
    ...nameservers(spec),
    ...deadline(object, spec),
    ...spreads(spec),
    ...affinities(spec),
    ...patience(spec),
    ...security(spec.reach("securityContext")),
    ...fieldsWithin(spec, "volumes.*").flatMap(volume),
    ...allContainers(object).flatMap((container) => ofContainer(container, object)),
    ...plainInits(spec).flatMap(ofPlainInit),
  ];
}

function ofContainer(container: Field, object: GraphObject): readonly Said[] {
  return [
    ...fieldsWithin(container, "env.*.valueFrom").flatMap(source),
    ...["postStart", "preStop"].flatMap((hook) => handler(container.reach(`lifecycle.${hook}`), hook)),
    ...fieldsWithin(container, "volumeMounts.*").flatMap(paths),
    ...blocks(container, object),
    ...resources(container.reach("resources")),
    ...security(container.reach("securityContext")),
    ...grace(container),
  ];
}

function atLeastOne(object: GraphObject, spec: Field): readonly Said[] {
  const containers = spec.reach("containers");
  return spec.isSet && !spec.isUnknown && !containers.isUnknown && containers.items.length === 0
    ? [
        {
          field: containers.isSet ? containers : spec,
          says: `lacks containers, of which ${object.kind === "Pod" ? "it" : "its pods"} must have one`,
        },
      ]
    : [];
}

/** A port of the node is one container's, and on the node's network it is the container's own. */
function hostPorts(object: GraphObject, spec: Field): readonly Said[] {
  const usedBy = (container: Field): readonly Field[] =>
    fieldsWithin(container, "ports.*").filter((port) => (port.reach("hostPort").number ?? 0) > 0);
  const keyOf = (port: Field): string =>
    [port.reach("hostPort").shown, port.reach("protocol").text ?? "TCP", port.reach("hostIP").text ?? ""].join(" ");
  // The containers of a pod are compared with each other, each init container only with itself.
  const together = [
    fieldsWithin(spec, "containers.*").flatMap(usedBy),
    ...fieldsWithin(spec, "initContainers.*").map(usedBy),
  ];
  const twice = together.flatMap((used) =>
    used.filter((port, index) => used.findIndex((one) => keyOf(one) === keyOf(port)) < index),
  );
  const other = allContainers(object)
    .flatMap(usedBy)
    .filter((port) => port.reach("hostPort").number !== port.reach("containerPort").number);
  return [
    ...twice.map((field) => ({ field, says: `takes hostPort ${field.of("hostPort").shown} twice` })),
    ...(spec.reach("hostNetwork").flag === true ? other : []).map((field) => ({
      field,
      says: `has hostPort ${field.of("hostPort").shown} for containerPort ${field.reach("containerPort").shown}, which must be the same with hostNetwork`,
    })),
  ];
}

function nameservers(spec: Field): readonly Said[] {
  const policy = spec.reach("dnsPolicy");
  return policy.text === "None" && fieldsWithin(spec, "dnsConfig.nameservers.*").length === 0
    ? [{ field: policy, says: "has dnsPolicy None, which needs dnsConfig.nameservers" }]
    : [];
}

const ENDLESS = ["StatefulSet", "Deployment", "ReplicaSet", "DaemonSet"];

function deadline(object: GraphObject, spec: Field): readonly Said[] {
  const field = spec.reach("activeDeadlineSeconds");
  return field.isSet && ENDLESS.includes(object.facts.kindName)
    ? [{ field, says: `has activeDeadlineSeconds, which pods of a ${object.facts.kindName} may not have` }]
    : [];
}

function spreads(spec: Field): readonly Said[] {
  const all = fieldsWithin(spec, "topologySpreadConstraints.*");
  const keyOf = (one: Field): string => `${one.reach("topologyKey").shown} ${one.reach("whenUnsatisfiable").shown}`;
  return [
    ...all
      .filter((one, index) => all.findIndex((other) => keyOf(other) === keyOf(one)) < index)
      .map((field) => ({ field, says: `spreads over ${keyOf(field)} twice` })),
    ...all.flatMap((one) => fieldsWithin(one, "labelSelector.matchExpressions.*")).flatMap(expression),
  ];
}

const POD_TERMS = ["podAffinity", "podAntiAffinity"].flatMap((kind) => [
  `affinity.${kind}.requiredDuringSchedulingIgnoredDuringExecution.*`,
  `affinity.${kind}.preferredDuringSchedulingIgnoredDuringExecution.*.podAffinityTerm`,
]);

function affinities(spec: Field): readonly Said[] {
  const empty = POD_TERMS.flatMap((path) => fieldsWithin(spec, path))
    .map((term) => term.reach("topologyKey"))
    .filter((key) => !key.isUnknown && (key.text ?? "") === "")
    .map((field) => ({ field, says: "has an affinity without topologyKey, which it must have" }));
  const required = spec.reach("affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution");
  const terms = required.reach("nodeSelectorTerms");
  return required.isSet && !required.isUnknown && !terms.isUnknown && terms.items.length === 0
    ? [...empty, { field: required, says: "requires nodes and lacks nodeSelectorTerms, of which it must have one" }]
    : empty;
}

function patience(spec: Field): readonly Said[] {
  return fieldsWithin(spec, "tolerations.*")
    .filter((one) => one.reach("tolerationSeconds").isSet && one.reach("effect").text !== "NoExecute")
    .map((field) => ({ field, says: "has tolerationSeconds, which effect NoExecute may have only" }));
}

function volume(field: Field): readonly Said[] {
  const modes = ["configMap", "secret", "projected", "downwardAPI"].map((key) => field.reach(`${key}.defaultMode`));
  const limit = field.reach("emptyDir.sizeLimit");
  const template = field.reach("ephemeral.volumeClaimTemplate");
  return [
    ...modes
      .filter(({ number }) => number !== undefined && (number < 0 || number > MOST_MODE))
      .map((mode) => ({
        field: mode,
        says: `has defaultMode ${mode.shown}, and may have 0 to 0777 (511 as a plain number)`,
      })),
    ...((quantity(limit.value) ?? 0) < 0
      ? [{ field: limit, says: `has sizeLimit ${limit.shown}, and may have 0 or more` }]
      : []),
    ...(template.isSet ? claim(template) : []),
  ];
}

const MOST_MODE = 0o777;

const SOURCES = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

function source(from: Field): readonly Said[] {
  const found = SOURCES.filter((key) => from.reach(key).isSet);
  if (!from.isSet || from.isUnknown || found.length === 1) {
    return [];
  }
  const says =
    found.length === 0
      ? `has valueFrom without a source: ${SOURCES.join(", ")}`
      : `has valueFrom with ${found.join(" and ")}, and may have one of them`;
  return [{ field: from, says }];
}

const HOOKS = ["exec", "httpGet", "sleep", "tcpSocket"];

function handler(hook: Field, name: string): readonly Said[] {
  const found = HOOKS.filter((key) => hook.reach(key).isSet);
  return hook.isSet && !hook.isUnknown && found.length !== 1
    ? [
        {
          field: hook,
          says: `has ${found.length === 0 ? "nothing" : found.join(" and ")} in its ${name}, and must have one of ${HOOKS.join(", ")}`,
        },
      ]
    : [];
}

function paths(mount: Field): readonly Said[] {
  return mount.reach("subPath").isSet && mount.reach("subPathExpr").isSet
    ? [{ field: mount, says: "has subPath and subPathExpr, and may have one of them" }]
    : [];
}

const BLOCK_SOURCES = ["template", "claim", "ephemeral"];

function blocks(container: Field, object: GraphObject): readonly Said[] {
  const sources = new Map(volumesOf(object).map(({ name, source: kind }) => [name, kind]));
  return fieldsWithin(container, "volumeDevices.*")
    .filter((device) => {
      const kind = sources.get(device.reach("name").text ?? "");
      return kind !== undefined && !BLOCK_SOURCES.includes(kind);
    })
    .map((field) => ({ field, says: `uses ${field.of("name").shown} as a block device, which only a claim can be` }));
}

/** Resources of a container that have no domain in their names. */
const STANDARD = /^(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;

function resources(field: Field): readonly Said[] {
  const [requests, limits] = [field.reach("requests"), field.reach("limits")];
  const unknown = [requests, limits]
    .flatMap(knownEntries)
    .filter(([name]) => !STANDARD.test(name) && !name.includes("/"))
    .map(([name, amount]) => ({
      field: amount,
      says: `has the resource ${name}, which containers do not have; they have cpu, memory, ephemeral-storage, and those with a domain`,
    }));
  const extended = knownEntries(requests)
    .filter(
      ([name, amount]) =>
        name.includes("/") && quantity(limits.reach(name).value) === undefined && !isSame(limits, name, amount),
    )
    .map(([name, amount]) => ({ field: amount, says: `asks for ${name} without the same limit, which it must have` }));
  return [...unknown, ...extended];
}

function isSame(limits: Field, name: string, amount: Field): boolean {
  return limits.isSet && !limits.isUnknown && limits.of(name).shown === amount.shown;
}

function security(context: Field): readonly Said[] {
  const [user, group] = [context.reach("runAsUser"), context.reach("runAsGroup")];
  const seccomp = context.reach("seccompProfile");
  return [
    ...[user, group]
      .filter(({ number }) => (number ?? 0) < 0)
      .map((field) => ({ field, says: `has ${field.path} ${field.shown}, and may have 0 or more` })),
    ...(context.reach("privileged").flag === true && context.reach("allowPrivilegeEscalation").flag === false
      ? [
          {
            field: context.of("allowPrivilegeEscalation"),
            says: "is privileged with allowPrivilegeEscalation false, which it may not have",
          },
        ]
      : []),
    ...(seccomp.reach("type").text === "Localhost" && !seccomp.reach("localhostProfile").isSet
      ? [{ field: seccomp, says: "has seccompProfile Localhost, which needs localhostProfile" }]
      : []),
  ];
}

function grace(container: Field): readonly Said[] {
  const field = container.reach("readinessProbe.terminationGracePeriodSeconds");
  return field.isSet
    ? [
        {
          field,
          says: "has terminationGracePeriodSeconds in its readinessProbe, which ends nothing and may not have it",
        },
      ]
    : [];
}

/** Init containers that end before the others start. */
function plainInits(spec: Field): readonly Field[] {
  return fieldsWithin(spec, "initContainers.*").filter((one) => one.reach("restartPolicy").text !== "Always");
}

function ofPlainInit(container: Field): readonly Said[] {
  return [...PROBES, "lifecycle"]
    .map((key) => container.reach(key))
    .filter(({ isSet }) => isSet)
    .map((field) => ({
      field,
      says: `has ${field.path} on an init container, which only one with restartPolicy Always may have`,
    }));
}
