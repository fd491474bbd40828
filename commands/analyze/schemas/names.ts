import { placeholder } from "./placeholder";
import { allContainers, podSpec } from "../../../policy/graph/pods";
import { entryOf } from "../../../policy/facts/entry";
import type { GraphObject, Field } from "../../../policy/graph/object";
import type { Said } from "./said";

/** Names of objects. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const SUBDOMAIN = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  longest: 253,
  says: "lower-case letters, digits, hyphens and dots",
};
/** Names that are one part of a name in DNS. Source: as {@link SUBDOMAIN} */
export const LABEL = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  says: "lower-case letters, digits and hyphens",
};
/** Kinds whose names have rules of their own. Source: validation of rbac, certificates, storage, networking and apiregistration of Kubernetes */
const OTHERWISE_NAMED =
  /^(?:(?:Cluster)?Role(?:Binding)?|APIService|CertificateSigningRequest|ClusterTrustBundle|CSIDriver|CSINode|IPAddress|Node)$/;
/** Kinds whose names become names in DNS. */
const LABEL_NAMED = ["Namespace", "Service"];
/** Longest name of a StatefulSet: its pods carry it in a label, with a hyphen and a hash of ten letters. Source: kubernetes, pkg/controller/history, NewControllerRevision */
const LONGEST_SET = 52;
/** Longest name of a CronJob: its Jobs add eleven letters. Source: pkg/apis/batch/validation of Kubernetes */
const LONGEST_CRON_JOB = 52;

/** Names that the API server refuses, of an object and of what its pods have. */
export function badNames(object: GraphObject): readonly Said[] {
  const { kindName } = object.facts;
  const name = object.root.of("metadata").of("name");
  const rule = LABEL_NAMED.includes(kindName) ? LABEL : SUBDOMAIN;
  return [...(OTHERWISE_NAMED.test(kindName) ? [] : unlike(name, rule)), ...tooLong(name, kindName)];
}

/** What a name leaves room for, where others are made from it. */
const MADE_FROM: Readonly<Record<string, readonly [longest: number, why: string]>> = {
  StatefulSet: [LONGEST_SET, "the label of its pods has room for"],
  CronJob: [LONGEST_CRON_JOB, "its Jobs leave room for"],
};

function tooLong(name: Field, kindName: string): readonly Said[] {
  const [longest, why] = entryOf(MADE_FROM, kindName) ?? [Infinity, ""];
  const letters = name.text?.length ?? 0;
  return letters > longest
    ? [
        {
          field: name,
          says: `has a name of ${String(letters)} letters, and ${why} ${String(longest)}: none of them can be made`,
        },
      ]
    : [];
}

/** Names within a pod that the API server refuses: of another form, or given twice. */
export function badPodNames(object: GraphObject): readonly Said[] {
  const containers = allContainers(object);
  const volumes = podSpec(object).at("volumes").items;
  const paths = (container: Field): readonly Said[] =>
    repeated(
      container.at("volumeMounts").items.map((mount) => mount.of("mountPath")),
      "mounts",
      "twice",
    );
  const ports = (container: Field): readonly Said[] =>
    repeated(
      container.at("ports").items.map((port) => port.of("name")),
      "names port",
      "twice",
    );
  return [
    ...containers.flatMap((container) => unlike(container.of("name"), LABEL)),
    ...repeated(
      containers.map((container) => container.of("name")),
      "has two containers",
      "",
    ),
    ...repeated(
      volumes.map((volume) => volume.of("name")),
      "has two volumes",
      "",
    ),
    ...containers.flatMap((container) => [...paths(container), ...ports(container)]),
  ];
}

interface NameRule {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly says: string;
}

function unlike(field: Field, { longest, pattern, says }: NameRule): readonly Said[] {
  const { text } = field;
  const isFine =
    text === undefined || placeholder(text) !== undefined || (pattern.test(text) && text.length <= longest);
  return isFine
    ? []
    : [{ field, says: `has the name ${field.shown}, and one has ${says} only, ${String(longest)} at most` }];
}

function repeated(fields: readonly Field[], before: string, after: string): readonly Said[] {
  const seen = new Set<string>();
  return fields.flatMap((field) => {
    const { text } = field;
    if (text === undefined || !seen.has(text)) {
      seen.add(text ?? "");
      return [];
    }
    return [{ field, says: `${before} ${text} ${after}`.trimEnd() }];
  });
}
