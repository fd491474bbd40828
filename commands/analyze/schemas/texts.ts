import { allContainers, podSpec, podLabels, PROBES } from "../../../policy/graph/pods";
import { placeholder } from "./placeholder";
import { LABEL, SUBDOMAIN } from "./names";
import { fieldsWithin, knownEntries } from "./within";
import { entryOf } from "../../../policy/facts/entry";
import type { Field, GraphObject } from "../../../policy/graph/object";
import type { Said } from "./said";

/** How a text has to be. */
interface Format {
  readonly test: (text: string) => boolean;
  readonly says: string;
}

/** Formats of a field, by its path. */
type Formats = Readonly<Record<string, Format>>;

const matching = (pattern: RegExp, longest: number, says: string): Format => ({
  test: (text) => pattern.test(text) && text.length <= longest,
  says: `${says}, ${String(longest)} at most`,
});

/** Source of these: staging/src/k8s.io/apimachinery/pkg/util/validation of Kubernetes */
const DNS_LABEL = matching(LABEL.pattern, LABEL.longest, `${LABEL.says}, with a letter or digit at both ends`);
const CLASS_NAME = matching(
  SUBDOMAIN.pattern,
  SUBDOMAIN.longest,
  "lower-case letters, digits, hyphens and single dots",
);
const PORT_NAME = matching(
  /^(?!.*--)(?=.*[a-z])[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
  15,
  "lower-case letters, digits and single hyphens, with a letter among them",
);
const CONFIG_KEY = matching(
  /^(?!\.\.?$)(?!\.\.)[-._a-zA-Z0-9]+$/,
  253,
  "letters, digits, hyphens, underscores and dots",
);
const LABEL_VALUE = matching(
  /^(?:[a-zA-Z0-9](?:[-_.a-zA-Z0-9]*[a-zA-Z0-9])?)?$/,
  63,
  "letters, digits, hyphens, underscores and dots, with a letter or digit at both ends",
);
const LABEL_KEY = matching(
  /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[a-zA-Z0-9](?:[-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/,
  317,
  "a name of up to 63 letters, digits, hyphens, underscores and dots, with one prefix such as example.com/ before it",
);
const INNER_PATH: Format = {
  test: (text) => !text.startsWith("/") && !text.split("/").includes(".."),
  says: "a path below the volume: neither absolute nor with ..",
};
const UPWARDS: Format = { test: (text) => !text.split("/").includes(".."), says: "a path without .." };
const NOT_EMPTY: Format = {
  test: (text) => text.trim() !== "" && text === text.trim(),
  says: "a text without blanks around it",
};
const ROOTED: Format = { test: (text) => text.startsWith("/"), says: "a path that begins with /" };
const RANGE: Format = { test: (text) => isRange(text.trim()), says: "a range of addresses such as 10.0.0.0/8" };
const TIME_ZONE: Format = { test: isTimeZone, says: "the name of a time zone, such as Europe/Berlin, and not Local" };
const BASE64: Format = {
  test: (text) =>
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replaceAll(/[\r\n]/g, "")),
  says: "base64; plain text stands under stringData",
};

/** Texts that the API server takes, by kind. Source: pkg/apis/{apps,batch,core,networking}/validation of Kubernetes */
const OF_KIND: Readonly<Record<string, Formats>> = {
  CronJob: { "spec.timeZone": TIME_ZONE },
  Ingress: { "spec.rules.*.http.paths.*.path": ROOTED },
  NetworkPolicy: { "spec.ingress.*.ports.*.port": PORT_NAME, "spec.egress.*.ports.*.port": PORT_NAME },
  PersistentVolumeClaim: { "spec.storageClassName": CLASS_NAME },
  Service: {
    "spec.ports.*.name": DNS_LABEL,
    "spec.ports.*.targetPort": PORT_NAME,
    "spec.loadBalancerSourceRanges.*": RANGE,
  },
  StatefulSet: { "metadata.name": DNS_LABEL, "spec.volumeClaimTemplates.*.spec.storageClassName": CLASS_NAME },
};
const OF_POD: Formats = {
  "volumes.*.name": DNS_LABEL,
  "volumes.*.hostPath.path": UPWARDS,
};
const OF_CONTAINER: Formats = {
  "env.*.name": NOT_EMPTY,
  image: NOT_EMPTY,
  "ports.*.name": PORT_NAME,
  "volumeMounts.*.subPath": INNER_PATH,
  ...Object.fromEntries(
    PROBES.flatMap((probe) => [
      [`${probe}.httpGet.port`, PORT_NAME],
      [`${probe}.tcpSocket.port`, PORT_NAME],
    ]),
  ),
};

/** Texts that the API server refuses. */
export function badTexts(object: GraphObject): readonly Said[] {
  const { root } = object;
  const { kindName } = object.facts;
  return [
    ...unlike(root, { "metadata.namespace": DNS_LABEL, ...entryOf(OF_KIND, kindName) }),
    ...labels(root.reach("metadata.labels")),
    ...labels(root.reach("spec.selector.matchLabels")),
    ...(kindName === "ConfigMap" ? [...keys(root.of("data")), ...keys(root.of("binaryData"))] : []),
    ...(kindName === "Secret" ? [...keys(root.of("data")), ...keys(root.of("stringData")), ...encoded(root)] : []),
  ];
}

/** Texts of pods and containers that it refuses. */
export function badPodTexts(object: GraphObject): readonly Said[] {
  const spec = podSpec(object);
  return [
    ...(object.kind === "Pod" ? [] : labels(podLabels(object))),
    ...labels(spec.reach("nodeSelector")),
    ...unlike(spec, OF_POD),
    ...allContainers(object).flatMap((container) => unlike(container, OF_CONTAINER)),
  ];
}

function unlike(root: Field, formats: Formats): readonly Said[] {
  return Object.entries(formats).flatMap(([path, format]) =>
    fieldsWithin(root, path)
      .filter(
        (field) => isText(field) && !(field.text === "" && format !== NOT_EMPTY) && !format.test(field.text ?? ""),
      )
      .map((field) => ({
        field,
        says: `has ${field.path} ${JSON.stringify(field.text)}, and may have ${format.says}`,
      })),
  );
}

/** Whether a field holds a text that nothing else fills in later. */
function isText({ value }: Field): boolean {
  return typeof value === "string" && placeholder(value) === undefined;
}

function labels(map: Field): readonly Said[] {
  return knownEntries(map).flatMap(([key, field]) => {
    const badKey = placeholder(key) === undefined && !LABEL_KEY.test(key);
    const badValue = isText(field) && !LABEL_VALUE.test(field.text ?? "");
    return [
      ...(badKey ? [{ field, says: `has the label ${key}, and a label's key is ${LABEL_KEY.says}` }] : []),
      ...(badValue
        ? [
            {
              field,
              says: `has the label ${key} ${JSON.stringify(field.text)}, and a label's value is ${LABEL_VALUE.says}`,
            },
          ]
        : []),
    ];
  });
}

function keys(map: Field): readonly Said[] {
  return knownEntries(map)
    .filter(([key]) => placeholder(key) === undefined && !CONFIG_KEY.test(key))
    .map(([key, field]) => ({ field, says: `has the key ${key}, and a key has ${CONFIG_KEY.says}` }));
}

/** The message never repeats the value. */
function encoded(root: Field): readonly Said[] {
  return knownEntries(root.of("data"))
    .filter(([, field]) => isText(field) && !BASE64.test(field.text ?? ""))
    .map(([key, field]) => ({ field, says: `has data.${key}, which is no ${BASE64.says}` }));
}

/** Whether a text is a range of addresses: `10.0.0.0/8`, `fd00::/8`. */
export function isRange(text: string): boolean {
  const [address = "", bits = "", ...rest] = text.split("/");
  const most = address.includes(":") ? 128 : 32;
  const isAddress = address.includes(":")
    ? /^[\da-f:.]+$/i.test(address)
    : /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(address);
  return rest.length === 0 && isAddress && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

/** The API server loads zones by the names of the IANA database, of which Node.js has one too. */
function isTimeZone(text: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "" && !/^local$/i.test(text)
    );
  } catch {
    return false;
  }
}
