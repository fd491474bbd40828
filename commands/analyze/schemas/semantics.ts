import { labelSelects } from "../../../policy/graph/selectors";
import { allContainers, podLabels, podSpec } from "../../../policy/graph/pods";
import { volumesOf } from "../../../policy/graph/volumes";
import { badBounds, badPodBounds } from "./bounds";
import { badChoices, badPodChoices } from "./choices";
import { badNames, badPodNames } from "./names";
import { badNumbers, badPodNumbers } from "./numbers";
import { badPodRelations } from "./pod-relations";
import { badRelations } from "./relations";
import { badPodTexts, badTexts } from "./texts";
import { badPodValues, badValues } from "./values";
import { placeholder } from "./placeholder";
import { quantity } from "../../../policy/facts/quantities";
import type { Kind } from "../../../policy/graph/kinds";
import type { GraphObject } from "../../../policy/graph/object";
import type { Said } from "./said";
import type { ShapeProblem } from "./shape";

/** Kinds whose selector has to select their own pods. */
const SELECTING: readonly Kind[] = ["StatefulSet", "Deployment", "DaemonSet", "ReplicaSet"];
/** Kinds that have containers. */
const WITH_PODS: readonly Kind[] = [...SELECTING, "ReplicationController", "Job", "CronJob", "Pod"];

/** What is looked at everywhere. */
const ALWAYS = [named, badNames, badTexts, badBounds, badValues, badNumbers, badChoices, badRelations];
/** What is looked at where there are pods. */
const OF_PODS = [
  ...[selected, mounted, imaged, limited, positive, badPodNames, badPodBounds],
  ...[badPodTexts, badPodValues, badPodNumbers, badPodChoices, badPodRelations],
];

/** What the API server refuses beyond the types of fields. Source: pkg/apis/core/validation and pkg/apis/apps/validation of Kubernetes */
export function semanticProblems(object: GraphObject): readonly ShapeProblem[] {
  const checks = WITH_PODS.includes(object.kind) ? [...ALWAYS, ...OF_PODS] : ALWAYS;
  return checks.flatMap((check) => check(object)).map(({ field, says }) => ({ keys: field.keys, says }));
}

/** What contradicts itself in a custom resource that is known here. */
export function relationProblems(object: GraphObject): readonly ShapeProblem[] {
  return badRelations(object).map(({ field, says }) => ({ keys: field.keys, says }));
}

function named(object: GraphObject): readonly Said[] {
  const metadata = object.root.of("metadata");
  return metadata.of("name").isSet || metadata.of("generateName").isSet
    ? []
    : [{ field: metadata.of("name"), says: "lacks metadata.name, which it must have" }];
}

function selected(object: GraphObject): readonly Said[] {
  const selector = object.root.reach("spec.selector");
  const isOwn = SELECTING.includes(object.kind) && selector.isSet && !labelSelects(selector, podLabels(object));
  const says = "has spec.selector, which does not select the labels of its own pods (spec.template.metadata.labels)";
  return isOwn ? [{ field: selector, says }] : [];
}

function mounted(object: GraphObject): readonly Said[] {
  const names = new Set(volumesOf(object).map(({ name }) => name));
  return allContainers(object)
    .flatMap((container) => [...container.at("volumeMounts").items, ...container.at("volumeDevices").items])
    .flatMap((mount) => {
      const name = mount.of("name").text;
      return name === undefined || names.has(name) || placeholder(name) !== undefined
        ? []
        : [{ field: mount.of("name"), says: `mounts ${name}, and has no volume and no claim template of that name` }];
    });
}

function imaged(object: GraphObject): readonly Said[] {
  return allContainers(object).flatMap((container, index) =>
    container.of("image").isSet
      ? []
      : [
          {
            field: container.of("image"),
            says: `lacks an image for container ${container.of("name").text ?? String(index)}`,
          },
        ],
  );
}

function limited(object: GraphObject): readonly Said[] {
  return [...allContainers(object), podSpec(object)].flatMap((holder) => {
    const [requests, limits] = [holder.at("resources.requests"), holder.at("resources.limits")];
    return requests.entries.flatMap(([name, field]) => {
      const [asked, allowed] = [quantity(field.value), quantity(limits.of(name).value)];
      return asked !== undefined && allowed !== undefined && asked > allowed
        ? [{ field, says: `asks for ${field.shown} ${name}, more than its own limit of ${limits.of(name).shown}` }]
        : [];
    });
  });
}

/** Amounts of containers and of claim templates are not negative. */
function positive(object: GraphObject): readonly Said[] {
  const holders = [
    ...allContainers(object),
    ...object.at("spec.volumeClaimTemplates").items.map((item) => item.at("spec")),
  ];
  return holders
    .flatMap((holder) => ["requests", "limits"].flatMap((list) => holder.at("resources").reach(list).entries))
    .filter(([, field]) => (quantity(field.value) ?? 0) < 0)
    .map(([name, field]) => ({ field, says: `asks for ${field.shown} ${name}, and an amount is not negative` }));
}
