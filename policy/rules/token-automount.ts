import { someHolds } from "../graph/doubts";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { podSpec, podSpecPath } from "../graph/pods";
import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject, Field } from "../graph/object";

const DEFAULT_ACCOUNT = "default";
/** A token that nobody uses is a way into the API for whoever breaks into the pod. */
export const tokenAutomount = defineRule({
  id: "token-automount",
  severity: "medium",
  title: "A pod that does not use the API has no token for it",
  why: "By default every pod gets a token for the Kubernetes API. In a database it is of use only to whoever breaks in.",
  remediation: "Set `automountServiceAccountToken: false` in the pod template, or on its ServiceAccount.",
  effort: { time: "minutes", why: "One line; one rolling update." },
  outcome: "A broken pod cannot ask the API for anything.",
  url: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db }] } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { automountServiceAccountToken: false, containers: [{ name: db }] } } }`,
  },
  kinds: WORKLOAD_KINDS,
  scope: "graph",
  skipsOwned: true,
  // An account of its own, or a yes, may be meant; rights are granted elsewhere, where a remedy cannot look.
  remedy: (object) =>
    mayBeMeant(podSpec(object)) ? {} : { [`${podSpecPath(object)}.automountServiceAccountToken`]: false },
  *check(object, graph) {
    const spec = podSpec(object);
    const own = spec.at("automountServiceAccountToken");
    if (own.flag === false) {
      return;
    }
    const isOff = !own.isSet && accountOf(spec, graph)?.at("automountServiceAccountToken").flag === false;
    if (!isOff && !usesApi(object, spec, graph)) {
      yield problem(own, `mounts a token for the API (automountServiceAccountToken ${own.shown})`, setting(own, false));
    }
  },
});

function mayBeMeant(spec: Field): boolean {
  return isNamed(accountName(spec)) || spec.at("automountServiceAccountToken").isSet;
}

/** Whether a field names an account; an empty text, as templates leave it, does not. */
function isNamed(field: Field): boolean {
  return field.isSet && field.value !== "";
}

/** The field that names the pods' account: the second one is deprecated, and still read. */
function accountName(spec: Field): Field {
  const field = spec.at("serviceAccountName");
  return isNamed(field) ? field : spec.at("serviceAccount");
}

function accountOf(spec: Field, graph: ObjectGraph): GraphObject | undefined {
  const field = accountName(spec);
  return isNamed(field)
    ? graph.target(field, "ServiceAccount")
    : graph.named(spec.owner, "ServiceAccount", DEFAULT_ACCOUNT);
}

/** Whether the pods' account has rights in the API: then somebody meant the token. */
function usesApi(object: GraphObject, spec: Field, graph: ObjectGraph): boolean {
  const field = accountName(spec);
  const account = isNamed(field) ? (graph.target(field, "ServiceAccount")?.name ?? field.text) : DEFAULT_ACCOUNT;
  const names = (binding: GraphObject): boolean =>
    binding
      .at("subjects")
      .items.some(
        (subject) =>
          subject.at("kind").text === "ServiceAccount" &&
          subject.at("name").text === account &&
          namespaceOf(subject, binding, graph) === graph.namespaceOf(object),
      );
  const bindings = [...graph.all("RoleBinding"), ...graph.all("ClusterRoleBinding")];
  return someHolds(
    bindings.filter(({ facts }) => facts.cluster === object.facts.cluster),
    names,
  );
}

/** Namespace of a subject; where it names none, that of its binding. */
function namespaceOf(subject: Field, binding: GraphObject, graph: ObjectGraph): string | undefined {
  const field = subject.at("namespace");
  return field.isSet ? field.text : graph.namespaceOf(binding);
}
