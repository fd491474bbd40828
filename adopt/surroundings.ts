import { ifKnown } from "../policy/graph/field";
import { podLabels } from "../policy/graph/pods";
import { meets } from "../policy/graph/search";
import { mapSelects } from "../policy/graph/selectors";
import type { GraphObject } from "../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Notes } from "./notes";

/** Annotation by which a service account of Kubernetes is one of Google. */
const GOOGLE_ACCOUNT = "iam.gke.io/gcp-service-account";
/** Kinds that give a service account rights in the cluster. */
const BINDINGS = ["RoleBinding", "ClusterRoleBinding"] as const;

/** The Google service account that the pods act as. */
export function googleAccountOf({ graph, pod, set }: AdoptedSet): string | undefined {
  const account = pod.at("serviceAccountName").text ?? pod.at("serviceAccount").text;
  return account === undefined
    ? undefined
    : ifKnown(() => graph.named(set, "ServiceAccount", account), undefined)?.annotation(GOOGLE_ACCOUNT);
}

/** Notes what is around the set and has no place in the entry. */
export function noteSurroundings(adopted: AdoptedSet, notes: Notes): void {
  noteOtherContainers(adopted, notes);
  servicesOf(adopted).forEach((service) => {
    noteService(service, adopted, notes);
  });
  noteBindings(adopted, notes);
}

function noteOtherContainers({ container, pod }: AdoptedSet, notes: Notes): void {
  for (const other of pod.at("containers").items.filter(({ path }) => path !== container.path)) {
    notes.lose(
      other,
      `Container ${other.at("name").shown}: an entry has one container. Run it as a workload of its own, or within the image.`,
    );
  }
}

function servicesOf({ graph, set }: AdoptedSet): readonly GraphObject[] {
  return graph
    .near(set, "Service")
    .filter(
      (service) => meets(set, service) && ifKnown(() => mapSelects(service.at("spec.selector"), podLabels(set)), false),
    );
}

/** The Services that the stack makes have the ports of the container. Others select the same labels, and can stay. */
function noteService(service: GraphObject, { name, set }: AdoptedSet, notes: Notes): void {
  const isGoverning = service.name === set.at("spec.serviceName").text;
  const isOurs = isGoverning || service.name === name;
  if (!isOurs) {
    notes.lose(
      service.root,
      "The stack makes no such Service. It can stay as it is, because it selects the same labels; so do its type, addresses and annotations.",
    );
    return;
  }
  for (const port of service.at("spec.ports").items) {
    const [from, to] = [port.at("port"), port.at("targetPort")];
    if (to.number !== undefined && to.number !== from.number) {
      notes.lose(
        port,
        `Clients connect to port ${from.shown}, and the container listens on ${to.shown}: the stack's Service offers ${to.shown}. Change the clients, or keep a Service of another name outside of the stack.`,
      );
    }
  }
  const type = service.at("spec.type");
  if (type.isSet && type.text !== "ClusterIP") {
    notes.lose(
      type,
      `The stack's Service is a ClusterIP, not a ${type.shown}. Keep one of another name outside of the stack; it selects the same labels.`,
    );
  }
}

function noteBindings({ graph, pod, set }: AdoptedSet, notes: Notes): void {
  const account = pod.at("serviceAccountName").text;
  const bindings = BINDINGS.flatMap((kind) => graph.near(set, kind)).filter((binding) =>
    binding
      .at("subjects")
      .items.some(
        (subject) =>
          account !== undefined && subject.at("kind").text === "ServiceAccount" && subject.at("name").text === account,
      ),
  );
  for (const binding of bindings) {
    notes.lose(
      binding.root,
      `Gives service account ${account ?? ""} rights in the cluster. Pods of the stack have no token and cannot ask the API server.`,
    );
  }
}
