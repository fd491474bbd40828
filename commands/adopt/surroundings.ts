import { ifKnown } from "../../policy/graph/doubts";
import { podLabels } from "../../policy/graph/pods";
import { meets } from "../../policy/graph/search";
import { mapSelects } from "../../policy/graph/selectors";
import { workloadNames } from "../../config/sizing/names";
import { BALANCER_INTERNAL, BALANCER_TYPE } from "../../policy/facts/load-balancers";
import { textsIn } from "./texts-in";
import type { GraphObject, Field } from "../../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Notes } from "./notes";

/** Annotation by which a service account of Kubernetes is one of Google. */
const GOOGLE_ACCOUNT = "iam.gke.io/gcp-service-account";
/** Kinds that give a service account rights in the cluster. */
const BINDINGS = ["RoleBinding", "ClusterRoleBinding"] as const;

/** The Google service account that the pods act as, where the stack can give it to them. */
export function googleAccountOf(adopted: AdoptedSet, onGoogle: boolean, notes: Notes): string | undefined {
  const { graph, set } = adopted;
  const account = accountOf(adopted);
  const object =
    account === undefined ? undefined : ifKnown(() => graph.named(set, "ServiceAccount", account), undefined);
  const google = object?.annotation(GOOGLE_ACCOUNT);
  if (object !== undefined && google !== undefined && !onGoogle) {
    notes.lose(
      object.at("metadata.annotations"),
      `The pods act as ${google}. A stack on a cluster of a kubeconfig cannot give them that: annotate service account ${adopted.name} by hand, let it act as ${google} in IAM, and open network.egress to 169.254.169.254/32, port 80.`,
    );
  }
  return onGoogle ? google : undefined;
}

function accountOf({ pod }: AdoptedSet): string | undefined {
  return pod.at("serviceAccountName").text ?? pod.at("serviceAccount").text;
}

/** Notes what is around the set and has no place in the entry. */
export function noteSurroundings(adopted: AdoptedSet, notes: Notes): void {
  servicesOf(adopted).forEach((service) => {
    noteService(service, adopted, notes);
  });
  noteBindings(adopted, notes);
  noteManagers(adopted, notes);
}

/** How clients reach the pods, by the Service of the set's own name. */
export function serviceSettings(adopted: AdoptedSet, notes: Notes): Entry["service"] {
  const own = servicesOf(adopted).find(
    ({ name }) => name === workloadNames(adopted.name, { serviceName: adopted.set.at("spec.serviceName").text }).client,
  );
  if (own === undefined) {
    return undefined;
  }
  const annotations = textsIn(own.at("metadata.annotations"), NOT_CARRIED);
  const carried = Object.keys(annotations).length > 0 ? { annotations } : undefined;
  if (own.at("spec.type").text !== "LoadBalancer") {
    return carried;
  }
  const ranges = own.at("spec.loadBalancerSourceRanges").texts;
  return {
    type: "LoadBalancer",
    internal: annotations[BALANCER_TYPE] === BALANCER_INTERNAL,
    sourceRanges:
      ranges.length > 0
        ? [...ranges]
        : notes.choose("service.sourceRanges", [], "Everybody may connect today. Name the ranges of the clients."),
    ...carried,
  };
}

/** Annotations that tools and controllers write for themselves. */
const NOT_CARRIED =
  /^(?:kubectl\.kubernetes\.io|pulumi\.com|meta\.helm\.sh|argocd\.argoproj\.io|cloud\.google\.com\/neg-status|kustomize\.toolkit\.fluxcd\.io|helm\.toolkit\.fluxcd\.io)/;

function servicesOf({ graph, set }: AdoptedSet): readonly GraphObject[] {
  return graph
    .near(set, "Service")
    .filter(
      (service) => meets(set, service) && ifKnown(() => mapSelects(service.at("spec.selector"), podLabels(set)), false),
    );
}

/** Services of other names can stay, if they select by labels that the planned pods have too. */
function noteService(service: GraphObject, adopted: AdoptedSet, notes: Notes): void {
  const { name, set } = adopted;
  const isGoverning = service.name === set.at("spec.serviceName").text;
  if (isGoverning || service.name === name) {
    noteOwnService(service, isGoverning, adopted, notes);
    return;
  }
  const foreign = service.at("spec.selector").names.filter((key) => !Object.hasOwn(adopted.labels, key));
  notes.lose(
    service.root,
    foreign.length === 0
      ? "The stack makes no such Service. It can stay as it is, because it selects the same labels; so do its type, addresses and annotations."
      : `It selects by ${foreign.join(", ")}, which the planned pods do not have, so that nothing would answer there. Change its selector to that of the set, or add the label to the entry's labels, which then belongs to the selector.`,
  );
}

/** The Services that the stack makes have the ports of the container, and none of the old one's settings. */
function noteOwnService(service: GraphObject, isGoverning: boolean, adopted: AdoptedSet, notes: Notes): void {
  service.at("spec.ports").items.forEach((port) => {
    notePort(port, adopted, notes);
  });
  const type = service.at("spec.type");
  const carried = isGoverning ? ["ClusterIP"] : ["ClusterIP", "LoadBalancer"];
  if (type.isSet && !carried.includes(type.shown)) {
    notes.lose(
      type,
      `The stack's Service of this name is a ${carried.join(" or a ")}, not a ${type.shown}: with this one goes its address. Keep one of another name outside of the stack; it selects the same labels.`,
    );
  }
  if (isGoverning && service.at("spec.clusterIP").text !== "None") {
    notes.lose(
      service.at("spec.clusterIP"),
      `The Service has an address today, and only ready pods behind it. The stack's of this name has neither: clients have to use ${workloadNames(adopted.name, { serviceName: service.name }).client}.`,
    );
  }
  for (const key of ["sessionAffinity", "externalTrafficPolicy", "internalTrafficPolicy", "trafficDistribution"]) {
    const field = service.at(`spec.${key}`);
    if (field.isSet && !USUAL_SETTINGS.has(field.shown)) {
      notes.lose(field, "The stack's Service has no such setting.");
    }
  }
}

/** Settings that a Service has where it says nothing. */
const USUAL_SETTINGS: ReadonlySet<string> = new Set(["None", "Cluster"]);

function notePort(port: Field, { container }: AdoptedSet, notes: Notes): void {
  const [from, to] = [port.at("port"), port.at("targetPort")];
  const ports = container.at("ports").items;
  const named = ports.find((item) => to.text !== undefined && item.at("name").text === to.text);
  const target = to.isSet ? (to.number ?? named?.at("containerPort").number) : from.number;
  const isOpen = ports.some((item) => item.at("containerPort").number === target);
  if (target === undefined || !isOpen) {
    notes.lose(
      port,
      `Port ${from.shown} leads to ${to.isSet ? to.shown : from.shown}, which is no port of the container in its manifest. Add it to ports, or clients find it no more.`,
    );
  } else if (target !== from.number) {
    notes.lose(
      port,
      `Clients connect to port ${from.shown}, and the container listens on ${String(target)}: the stack's Service offers ${String(target)}. Change the clients, or keep a Service of another name outside of the stack.`,
    );
  }
}

function noteBindings(adopted: AdoptedSet, notes: Notes): void {
  const { graph, set } = adopted;
  const account = accountOf(adopted);
  const bindings = BINDINGS.flatMap((kind) => graph.near(set, kind)).filter((binding) =>
    binding.at("subjects").items.some((subject) => account !== undefined && isAccount(subject, account, set)),
  );
  for (const binding of bindings) {
    notes.lose(
      binding.root,
      `Gives service account ${account ?? ""} rights in the cluster. Pods of the stack have no token and cannot ask the API server.`,
    );
  }
}

function isAccount(subject: Field, account: string, set: GraphObject): boolean {
  const namespace = subject.at("namespace").text;
  return (
    subject.at("kind").text === "ServiceAccount" &&
    subject.at("name").text === account &&
    (namespace === undefined || set.namespace === namespace)
  );
}

/** Labels and annotations by which tools know what is theirs. */
const MANAGERS: Readonly<Record<string, string>> = {
  "meta.helm.sh/release-name":
    "a Helm release. Later, helm uninstall would delete objects of these names: take the release's record away first (kubectl delete secret --selector owner=helm,name=RELEASE)",
  "argocd.argoproj.io/instance":
    "Argo CD, which would make the set again. Take it out of the application first, without pruning",
  "argocd.argoproj.io/tracking-id":
    "Argo CD, which would make the set again. Take it out of the application first, without pruning",
  "kustomize.toolkit.fluxcd.io/name": "Flux, which would make the set again. Suspend the Kustomization first",
  "helm.toolkit.fluxcd.io/name": "Flux, which would make the set again. Suspend the HelmRelease first",
};

function noteManagers({ set }: AdoptedSet, notes: Notes): void {
  for (const place of ["metadata.labels", "metadata.annotations"]) {
    for (const [key, value] of set.at(place).entries) {
      const manager = MANAGERS[key];
      if (manager !== undefined) {
        notes.lose(value, `The set belongs to ${manager}.`);
      }
    }
  }
}
