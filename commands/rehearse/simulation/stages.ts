import { stringify } from "yaml";
import type { Assumptions } from "./assumptions";

/** Annotation by which a pod has its disks: {@link ./kubelet} sets it, and KWOK waits for it. */
export const DISKS_ANNOTATION = "rehearsal.gke-stateful/disks";
/** Value of it. */
export const ATTACHED = "attached";
/** An image that cannot be pulled. Its pods never become ready. */
export const BAD_IMAGE = "registry.invalid/rehearsal/no-such-image:0";

/** What KWOK does with nodes and pods, as its configuration; without waiting for disks, it does so alone. @see https://kwok.sigs.k8s.io/docs/user/stages-configuration/ */
export function stages(assumptions: Assumptions, waitsForDisks = true): string {
  return [nodeReady(), ...podReady(assumptions, waitsForDisks), podReadyAgain(), ...podDelete(assumptions)]
    .map((stage) => stringify(stage))
    .join("---\n");
}

interface Expression {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

function stage(name: string, kind: string, matchExpressions: readonly Expression[], rest: object): object {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: { resourceRef: { apiGroup: "v1", kind }, selector: { matchExpressions }, ...rest },
  };
}

const READY = '.status.conditions.[] | select( .type == "Ready" ) | .status';

/** A node comes up with the capacity that it was made with. */
function nodeReady(): object {
  const statusTemplate = `
{{ $now := Now }}
conditions:
{{ range NodeConditions }}
- lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
  message: {{ .message | Quote }}
  reason: {{ .reason | Quote }}
  status: {{ .status | Quote }}
  type: {{ .type | Quote }}
{{ end }}
phase: Running
`;
  return stage("node-ready", "Node", [{ key: READY, operator: "NotIn", values: ["True"] }], {
    next: { statusTemplate },
  });
}

/** Conditions that change together, and the containers in one state; for templates that have `$now`. */
function statusLines(
  types: readonly string[],
  { isReady, state }: { readonly isReady: boolean; readonly state: string },
): string {
  return `conditions:
{{ range list ${types.map((type) => JSON.stringify(type)).join(" ")} }}
- lastTransitionTime: {{ $now | Quote }}
  status: "${isReady ? "True" : "False"}"
  type: {{ . | Quote }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  name: {{ .name | Quote }}
  ready: ${String(isReady)}
  restartCount: 0
  started: ${String(isReady)}
  state: { ${state} }
{{ end }}`;
}

/** A container that ran to its end. */
const TERMINATED =
  "terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} }";

const POD_STATUS = `
{{ $now := Now }}
${statusLines(["Initialized", "ContainersReady", "Ready"], { isReady: true, state: "running: { startedAt: {{ $now | Quote }} }" })}
initContainerStatuses:
{{ range .spec.initContainers }}
- image: {{ .image | Quote }}
  name: {{ .name | Quote }}
  ready: true
  restartCount: 0
  state: { ${TERMINATED} }
{{ end }}
{{ with PodIPsWith .spec.nodeName false ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
podIP: {{ index . 0 | Quote }}
podIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
phase: Running
startTime: {{ $now | Quote }}
`;

/** A pod on a node becomes ready once it has its disks, unless its image cannot be pulled. */
function podReady({ start }: Assumptions, waitsForDisks: boolean): readonly object[] {
  const waiting: readonly Expression[] = [
    { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" },
    { key: ".status.phase", operator: "In", values: ["Pending"] },
    { key: ".spec.nodeName", operator: "Exists" },
    { key: ".spec.containers.[].image", operator: "NotIn", values: [BAD_IMAGE] },
  ];
  const rest = { delay: { durationMilliseconds: start * 1000 }, next: { statusTemplate: POD_STATUS } };
  if (!waitsForDisks) {
    return [stage("pod-ready", "Pod", waiting, rest)];
  }
  return [
    stage(
      "pod-ready",
      "Pod",
      [...waiting, { key: `.metadata.annotations["${DISKS_ANNOTATION}"]`, operator: "In", values: [ATTACHED] }],
      rest,
    ),
    stage(
      "pod-without-claims-ready",
      "Pod",
      [...waiting, { key: ".spec.volumes.[].persistentVolumeClaim", operator: "DoesNotExist" }],
      rest,
    ),
  ];
}

/** Annotation of pods whose node was lost: nobody on it can make them ready again. */
export const LOST_ANNOTATION = "rehearsal.gke-stateful/lost";

/**
 * A pod that is not ready any more, because its node was late with a heartbeat on a busy machine, is ready again, as a kubelet that is
 * back would say.
 */
function podReadyAgain(): object {
  const statusTemplate = `
conditions:
- lastTransitionTime: {{ Now | Quote }}
  status: "True"
  type: Ready
`;
  const matches: readonly Expression[] = [
    { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" },
    { key: `.metadata.annotations["${LOST_ANNOTATION}"]`, operator: "DoesNotExist" },
    { key: ".status.phase", operator: "In", values: ["Running"] },
    { key: READY, operator: "In", values: ["False"] },
  ];
  return stage("pod-ready-again", "Pod", matches, {
    delay: { durationMilliseconds: 1000 },
    next: { statusTemplate },
  });
}

/** Phases after which nothing of a pod runs. */
const ENDED = ["Succeeded", "Failed"];

/**
 * A pod that is deleted ends, as a process that hears its stop signal does: first its kubelet says so, then it takes the pod away. One that
 * somebody holds by a finalizer stays, ended. Source: Kubernetes, kubelet: a deleted pod gets a terminal phase (since 1.27)
 */
function podDelete({ stop }: Assumptions): readonly object[] {
  const leaving: Expression = { key: ".metadata.deletionTimestamp", operator: "Exists" };
  const statusTemplate = `
{{ $now := Now }}
${statusLines(["ContainersReady", "Ready"], { isReady: false, state: TERMINATED })}
phase: Succeeded
`;
  return [
    stage("pod-end", "Pod", [leaving, { key: ".status.phase", operator: "NotIn", values: ENDED }], {
      delay: { durationMilliseconds: stop * 1000 },
      next: { statusTemplate },
    }),
    stage("pod-delete", "Pod", [leaving, { key: ".status.phase", operator: "In", values: ENDED }], {
      next: { delete: true },
    }),
  ];
}
