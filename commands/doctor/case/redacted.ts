import type { ApiObject } from "../../../cluster/api-object";
import type { Container, ContainerState, ContainerStatus, Event, Pod } from "./types";

/** Takes the place of what is not for others. */
const REDACTED = "[redacted]";
/** `password=…`, `token: …`, and the password of a URL, in what a cluster or a process says. */
const SECRETS =
  /\b((?:password|passwd|pwd|token|secret|api[_-]?key)["']?\s*[=:]\s*)\S+|(:\/\/[^/\s:@]*:)[^@\s]+(?=@)/gi;
/** Where kubectl and others keep the whole object again. */
const COPIES = /^kubectl\.kubernetes\.io\/last-applied-configuration$/;

/**
 * Objects without what is not for others: values of variables, commands and arguments, of which only names of Services are left; passwords in
 * messages; and what says twice what is there. Redacting twice is as redacting once, so that a dump gives the diagnosis of the cluster.
 */
export function redacted(objects: readonly ApiObject[]): readonly ApiObject[] {
  const services = new Set(objects.filter(({ kind }) => kind === "Service").map(({ metadata }) => metadata.name));
  return objects.map((object) => {
    const slim = withoutCopies(object);
    switch (object.kind) {
      case "Pod":
        return podWithout(slim as Pod, services);
      case "StatefulSet":
        return setWithout(slim, services);
      case "Event":
        return { ...slim, message: masked((slim as Event).message ?? "") };
      default:
        return slim;
    }
  });
}

function withoutCopies(object: ApiObject): ApiObject {
  const { annotations = {} } = object.metadata;
  const kept = Object.entries(annotations).filter(([key]) => !COPIES.test(key));
  const metadata: object = { ...object.metadata, managedFields: undefined, annotations: Object.fromEntries(kept) };
  return { ...object, metadata: metadata as ApiObject["metadata"] };
}

function setWithout(set: ApiObject, services: ReadonlySet<string>): ApiObject {
  const spec = set["spec"] as { template: { spec: Pod["spec"] } };
  const template = { ...spec.template, spec: specWithout(spec.template.spec, services) };
  return { ...set, spec: { ...spec, template } };
}

function podWithout(pod: Pod, services: ReadonlySet<string>): ApiObject {
  const { containerStatuses, initContainerStatuses } = pod.status ?? {};
  return {
    ...pod,
    spec: specWithout(pod.spec, services),
    status: {
      ...pod.status,
      ...(containerStatuses !== undefined && { containerStatuses: containerStatuses.map(statusWithout) }),
      ...(initContainerStatuses !== undefined && { initContainerStatuses: initContainerStatuses.map(statusWithout) }),
    },
  };
}

function specWithout(spec: Pod["spec"], services: ReadonlySet<string>): Pod["spec"] {
  const { containers, initContainers } = spec;
  const slim = (container: Container): Container => containerWithout(container, services);
  return {
    ...spec,
    containers: containers.map(slim),
    ...(initContainers !== undefined && { initContainers: initContainers.map(slim) }),
  };
}

function containerWithout({ args, command, env, ...rest }: Container, services: ReadonlySet<string>): Container {
  const slim = (text: string): string => onlyHosts(text, services);
  return {
    ...rest,
    ...(args !== undefined && { args: args.map(slim) }),
    ...(command !== undefined && { command: command.map(slim) }),
    ...(env !== undefined && {
      env: env.map(({ value, ...variable }) => ({ ...variable, ...(value !== undefined && { value: slim(value) }) })),
    }),
  };
}

/** Of a text, the words that are hosts of Services. */
function onlyHosts(text: string, services: ReadonlySet<string>): string {
  const words = text.split(/[^\w.-]+/).filter((word) => word.split(".").some((label) => services.has(label)));
  return [REDACTED, ...words].join(" ");
}

function statusWithout(status: ContainerStatus): ContainerStatus {
  const { lastState, state } = status;
  return {
    ...status,
    ...(state !== undefined && { state: stateWithout(state) }),
    ...(lastState !== undefined && { lastState: stateWithout(lastState) }),
  };
}

function stateWithout(state: ContainerState): ContainerState {
  const { terminated, waiting } = state;
  return {
    ...state,
    ...(terminated?.message !== undefined && { terminated: { ...terminated, message: masked(terminated.message) } }),
    ...(waiting?.message !== undefined && { waiting: { ...waiting, message: masked(waiting.message) } }),
  };
}

function masked(text: string): string {
  return text.replaceAll(SECRETS, (_, key?: string, url?: string) => `${key ?? url ?? ""}${REDACTED}`);
}
