import { allContainers, podSpec, PROBES } from "../../../policy/graph/pods";
import { badSchedule } from "./schedule";
import { placeholder } from "./placeholder";
import { isRange } from "./texts";
import { fieldsWithin } from "./within";
import type { Field, GraphObject } from "../../../policy/graph/object";
import type { Said } from "./said";

/** Fields that go together, and fields that do not. Source: pkg/apis/{apps,batch,core,networking}/validation of Kubernetes */
export function badChoices(object: GraphObject): readonly Said[] {
  switch (object.facts.kindName) {
    case "StatefulSet":
      return [...onDelete(object.root), ...fieldsWithin(object.root, "spec.volumeClaimTemplates.*").flatMap(claim)];
    case "Deployment":
      return strategy(object.root);
    case "PersistentVolumeClaim":
      return claim(object.root);
    case "Service":
      return service(object.root.of("spec"));
    case "NetworkPolicy":
      return [
        ...fieldsWithin(object.root, "spec.ingress.*.from.*"),
        ...fieldsWithin(object.root, "spec.egress.*.to.*"),
      ].flatMap(peer);
    case "CronJob":
      return badSchedule(object.root.reach("spec.schedule"));
    default:
      return [];
  }
}

/** The same, of pods and containers. */
export function badPodChoices(object: GraphObject): readonly Said[] {
  const spec = podSpec(object);
  return [
    ...fieldsWithin(spec, "volumes.*").flatMap(oneSource),
    ...fieldsWithin(spec, "tolerations.*").flatMap(toleration),
    ...fieldsWithin(spec, "topologySpreadConstraints.*").flatMap(constraint),
    ...SELECTORS.flatMap((path) => fieldsWithin(spec, path)).flatMap(expression),
    ...allContainers(object).flatMap((container) => [
      ...fieldsWithin(container, "env.*").flatMap(variable),
      ...PROBES.flatMap((probe) => handlers(container.of(probe), `its ${probe}`)),
    ]),
  ];
}

function onDelete(root: Field): readonly Said[] {
  const rolling = root.reach("spec.updateStrategy.rollingUpdate");
  return root.reach("spec.updateStrategy.type").text === "OnDelete" && rolling.isSet
    ? [{ field: rolling, says: "has updateStrategy OnDelete, with which rollingUpdate may not stand" }]
    : [];
}

function strategy(root: Field): readonly Said[] {
  const rolling = root.reach("spec.strategy.rollingUpdate");
  if (root.reach("spec.strategy.type").text === "Recreate" && rolling.isSet) {
    return [{ field: rolling, says: "has strategy Recreate, with which rollingUpdate may not stand" }];
  }
  const none = ["maxSurge", "maxUnavailable"].every((key) => ["0", "0%"].includes(rolling.of(key).shown));
  return rolling.isSet && none
    ? [
        {
          field: rolling,
          says: "has maxSurge and maxUnavailable 0, so that no pod can be updated; one of them must be more",
        },
      ]
    : [];
}

/** What a claim must ask for. */
export function claim(holder: Field): readonly Said[] {
  const spec = holder.of("spec");
  const modes = spec.reach("accessModes");
  const size = spec.reach("resources.requests.storage");
  const texts = modes.isUnknown ? [] : modes.texts;
  return [
    ...(modes.isSet && (modes.isUnknown || modes.items.length > 0)
      ? []
      : [{ field: modes, says: "lacks accessModes, of which a claim must have one" }]),
    ...(size.isSet
      ? []
      : [{ field: size, says: "lacks resources.requests.storage, the size that a claim must ask for" }]),
    ...(texts.includes("ReadWriteOncePod") && texts.length > 1
      ? [{ field: modes, says: "has ReadWriteOncePod beside other access modes, and must have it alone" }]
      : []),
  ];
}

function service(spec: Field): readonly Said[] {
  const [type, ports] = [spec.of("type").text, spec.of("ports").items];
  const isHeadless = spec.of("clusterIP").text === "None";
  const unnamed = ports.length > 1 ? ports.filter((port) => !port.of("name").isSet) : [];
  return [
    ...unnamed.map((port) => ({
      field: port,
      says: "has a port without a name beside others, and each must have one",
    })),
    ...(isHeadless && ["LoadBalancer", "NodePort"].includes(type ?? "")
      ? [
          {
            field: spec.of("clusterIP"),
            says: `has clusterIP None, which a Service of type ${type ?? ""} may not have`,
          },
        ]
      : []),
    ...(type === "ExternalName" || isHeadless ? [] : withoutPorts(spec)),
    ...(type === "ExternalName" ? withoutName(spec) : []),
  ];
}

function withoutPorts(spec: Field): readonly Said[] {
  const ports = spec.of("ports");
  return spec.isSet && ports.items.length === 0
    ? [{ field: ports, says: "lacks ports, which only a headless Service may" }]
    : [];
}

function withoutName(spec: Field): readonly Said[] {
  const name = spec.of("externalName");
  return name.isSet ? [] : [{ field: name, says: "lacks externalName, which type ExternalName is about" }];
}

function peer(field: Field): readonly Said[] {
  const both = field.of("ipBlock").isSet && ["podSelector", "namespaceSelector"].some((key) => field.of(key).isSet);
  const cidr = field.reach("ipBlock.cidr");
  return [
    ...(both ? [{ field, says: "names an ipBlock together with a selector, and may have one of them" }] : []),
    ...(cidr.text !== undefined && !isRange(cidr.text)
      ? [{ field: cidr, says: `has cidr ${cidr.shown}, which is no range of addresses such as 10.0.0.0/8` }]
      : []),
  ];
}

/** Where a volume comes from stands beside its name. */
function oneSource(volume: Field): readonly Said[] {
  const sources = volume.names.filter((key) => key !== "name" && volume.of(key).isSet);
  return sources.length > 1
    ? [{ field: volume, says: `has ${sources.join(" and ")} for one volume, and may have one of them` }]
    : [];
}

function toleration(field: Field): readonly Said[] {
  const hasKey = !["", undefined].includes(field.of("key").text);
  const hasValue = !["", undefined].includes(field.of("value").text);
  if (field.of("operator").text !== "Exists") {
    return hasKey ? [] : [{ field, says: "tolerates without a key, which only Exists may" }];
  }
  return hasValue ? [{ field, says: "tolerates by Exists and names a value, which only Equal compares" }] : [];
}

function constraint(field: Field): readonly Said[] {
  return field.of("minDomains").isSet && field.of("whenUnsatisfiable").text === "ScheduleAnyway"
    ? [
        {
          field: field.of("minDomains"),
          says: "has minDomains with ScheduleAnyway, and may have it with DoNotSchedule only",
        },
      ]
    : [];
}

const TERMS = "preferredDuringSchedulingIgnoredDuringExecution.*";
/** Where a pod selects by expressions. */
const SELECTORS = [
  "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.*.matchExpressions.*",
  `affinity.nodeAffinity.${TERMS}.preference.matchExpressions.*`,
  "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution.*.labelSelector.matchExpressions.*",
  "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.*.labelSelector.matchExpressions.*",
  `affinity.podAffinity.${TERMS}.podAffinityTerm.labelSelector.matchExpressions.*`,
  `affinity.podAntiAffinity.${TERMS}.podAffinityTerm.labelSelector.matchExpressions.*`,
];
const WITH_VALUES = ["In", "NotIn"];
const WITHOUT_VALUES = ["Exists", "DoesNotExist"];
/** Of nodes only, and with one number. */
const COMPARING = ["Gt", "Lt"];

/** What an expression of a selector must be. */
export function expression(field: Field): readonly Said[] {
  const operator = field.of("operator").text ?? "";
  const count = field.of("values").items.length;
  if (WITHOUT_VALUES.includes(operator) && count > 0) {
    return [{ field, says: `compares by ${operator} and names values, which it may not have` }];
  }
  const known = [...WITH_VALUES, ...WITHOUT_VALUES, ...COMPARING];
  if (operator !== "" && !known.includes(operator) && placeholder(operator) === undefined) {
    return [{ field, says: `compares by ${operator}, and may compare by ${known.join(", ")}` }];
  }
  return WITH_VALUES.includes(operator) && count === 0
    ? [{ field, says: `compares by ${operator} and names no values, of which it must have some` }]
    : [];
}

function variable(field: Field): readonly Said[] {
  return (field.of("value").text ?? "") !== "" && field.of("valueFrom").isSet
    ? [{ field, says: `gives variable ${field.of("name").shown} both value and valueFrom, and may give one of them` }]
    : [];
}

const HANDLERS = ["exec", "grpc", "httpGet", "tcpSocket"] as const;

function handlers(probe: Field, title: string): readonly Said[] {
  const found = HANDLERS.filter((handler) => probe.of(handler).isSet);
  if (!probe.isSet || found.length === 1) {
    return [];
  }
  return [
    {
      field: probe,
      says:
        found.length === 0
          ? `does not say how ${title} asks: ${HANDLERS.join(", ")}`
          : `asks in ${title} by ${found.join(" and ")}, and may ask in one way`,
    },
  ];
}
