import type { ApiObject } from "../../../cluster/api-object";
import type { Container, Pod } from "./types";

/** Takes the place of what is not for others. */
const REDACTED = "[redacted]";
/**
 * What looks like a secret in what a cluster or a process says: the value after a name that has one of the words in it, to the end of the
 * line; a bearer's token; and the password of an address. Lengths are bounded, so that no long line takes long.
 */
const SECRETS = [
  /([\w.-]{0,64}(?:password|passwd|pwd|passphrase|token|secret|credential|api[_-]?key|access[_-]?key|private[_-]?key)[\w.-]{0,64}["']?\s*(?:[=:]\s*|(?<=--[\w.-]{0,128})\s+))[^\n]+/gi,
  /(\b(?:bearer|basic)\s+)[\w.~+/=-]{3,}/gi,
  /(:\/\/[^/\s:@]{0,128}:)[^@\s]{1,256}(?=@)/g,
] as const;

/** Annotations that a diagnosis reads. All others may hold anything, such as the whole object again, and are left out. */
const ANNOTATIONS = /^(?:volume(?:\.beta)?|pv)\.kubernetes\.io\//;
/** What is kept of the spec of a pod: what says where it runs, and with what. */
const POD_SPEC = [
  "affinity",
  "hostname",
  "nodeName",
  "nodeSelector",
  "priorityClassName",
  "readinessGates",
  "schedulingGates",
  "serviceAccountName",
  "subdomain",
  "terminationGracePeriodSeconds",
  "tolerations",
  "topologySpreadConstraints",
] as const;
const CONTAINER = ["image", "name", "resources", "volumeMounts"] as const;
const POD_STATUS = [
  "conditions",
  "containerStatuses",
  "initContainerStatuses",
  "phase",
  "qosClass",
  "reason",
  "startTime",
] as const;
/** What is kept of a volume: its driver's attributes and mount options may hold a password. */
const VOLUME_SPEC = [
  "accessModes",
  "capacity",
  "claimRef",
  "nodeAffinity",
  "persistentVolumeReclaimPolicy",
  "storageClassName",
  "volumeMode",
] as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Objects with what a diagnosis reads, and without what is not for others: of variables, commands and arguments only names of Services are
 * left, of pods and volumes only the fields above, and messages without what looks like a secret. Redacting twice is as redacting once, so
 * that a dump gives the diagnosis of the cluster.
 */
export function redacted(objects: readonly ApiObject[]): readonly ApiObject[] {
  const services = new Set(objects.filter(({ kind }) => kind === "Service").map(({ metadata }) => metadata.name));
  return objects.map((object) => withMaskedMessages(slim(withoutAnnotations(object), services)));
}

function withoutAnnotations(object: ApiObject): ApiObject {
  const { annotations = {} } = object.metadata;
  const kept = Object.entries(annotations).filter(([key]) => ANNOTATIONS.test(key));
  const metadata: object = { ...object.metadata, managedFields: undefined, annotations: Object.fromEntries(kept) };
  return { ...object, metadata: metadata as ApiObject["metadata"] };
}

function slim(object: ApiObject, services: ReadonlySet<string>): ApiObject {
  switch (object.kind) {
    case "Pod": {
      const { spec, status = {} } = object as Pod;
      return { ...object, spec: specWithout(spec, services), status: only(status, POD_STATUS) };
    }
    case "StatefulSet": {
      const spec = object["spec"] as { readonly template: { readonly metadata?: Fields; readonly spec: Pod["spec"] } };
      const metadata = only(spec.template.metadata ?? {}, ["labels"]);
      return { ...object, spec: { ...spec, template: { metadata, spec: specWithout(spec.template.spec, services) } } };
    }
    case "PersistentVolume":
      return { ...object, spec: only(object["spec"] as Fields, VOLUME_SPEC) };
    case "StorageClass":
      return { ...object, mountOptions: undefined };
    default:
      return object;
  }
}

function only(fields: object, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}

function specWithout(spec: Pod["spec"], services: ReadonlySet<string>): Fields {
  const { containers, initContainers, volumes } = spec;
  const container = (one: Container): Fields => containerWithout(one, services);
  return {
    ...only(spec, POD_SPEC),
    containers: containers.map(container),
    ...(initContainers !== undefined && { initContainers: initContainers.map(container) }),
    ...(volumes !== undefined && {
      volumes: volumes.map((volume) => only(volume, ["emptyDir", "name", "persistentVolumeClaim"])),
    }),
  };
}

function containerWithout(container: Container, services: ReadonlySet<string>): Fields {
  const { args, command, env } = container;
  const hosts = (text: string): string => onlyHosts(text, services);
  return {
    ...only(container, CONTAINER),
    ...(args !== undefined && { args: args.map(hosts) }),
    ...(command !== undefined && { command: command.map(hosts) }),
    ...(env !== undefined && {
      env: env.map(({ name, value }) => ({ name, ...(value !== undefined && { value: hosts(value) }) })),
    }),
  };
}

/** Of a text, the words that are hosts of Services. */
function onlyHosts(text: string, services: ReadonlySet<string>): string {
  const words = text.split(/[^\w.-]+/).filter((word) => word.split(".").some((label) => services.has(label)));
  return [REDACTED, ...words].join(" ");
}

/** Messages stand in events, and in what is said of a state: conditions, containers, attachments. */
function withMaskedMessages(object: ApiObject): ApiObject {
  const { message, status } = object;
  return {
    ...object,
    ...(typeof message === "string" && { message: withoutSecrets(message) }),
    ...(status !== undefined && { status: masked(status) }),
  };
}

/** The same, with every message in it masked. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(masked);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [
          name,
          name === "message" && typeof inner === "string" ? withoutSecrets(inner) : masked(inner),
        ]),
      )
    : value;
}

/** Without which none of {@link SECRETS} is there: most messages have nothing of it, and many are read. */
const SUSPICIOUS = /pass|pwd|token|secret|credential|key|bearer|basic|:\/\//i;

function withoutSecrets(text: string): string {
  if (!SUSPICIOUS.test(text)) {
    return text;
  }
  return SECRETS.reduce((rest, secret) => rest.replaceAll(secret, (_, before: string) => before + REDACTED), text);
}
