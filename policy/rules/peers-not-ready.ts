import { ifKnown } from "../graph/doubts";
import { podLabels } from "../graph/pods";
import { podRange } from "../graph/scaling";
import { meets } from "../graph/search";
import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** The annotation that said so before Kubernetes 1.11. */
const LEGACY = "service.alpha.kubernetes.io/tolerate-unready-endpoints";

/** Members that must find each other before they are ready need addresses before they are ready. */
export const peersNotReady = defineRule({
  id: "peers-not-ready",
  severity: "low",
  title: "Members find each other before they are ready",
  why: "A headless Service hides pods that are not ready. Members of a cluster that become ready only after they found each other then wait for each other for ever.",
  remediation:
    "Set `spec.publishNotReadyAddresses: true` on the governing Service. Give clients a Service of their own, which hides pods that are not ready.",
  effort: { time: "minutes", why: "One field that may be changed in place." },
  outcome: "A cold start of the whole cluster does not hang.",
  url: "https://kubernetes.io/docs/concepts/services-networking/service/#headless-services",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, serviceName: db }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 3, serviceName: db }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, publishNotReadyAddresses: true, selector: { app: db } }`,
  },
  kinds: ["StatefulSet"],
  scope: "graph",
  *check(object, graph) {
    const field = object.at("spec.serviceName");
    const service = podRange(object, graph).max > 1 ? graph.target(field, "Service") : undefined;
    if (service?.at("spec.clusterIP").text !== "None") {
      return;
    }
    if (!showsAll(service) && !isShownElsewhere(object, graph)) {
      const says = `has governing ${service.title}, which hides pods that are not ready from each other`;
      yield problem(field, says, setting(service.at("spec.publishNotReadyAddresses"), true));
    }
  },
});

/** Whether a Service shows its pods before they are ready. */
function showsAll(service: GraphObject): boolean {
  return service.at("spec.publishNotReadyAddresses").flag === true || service.annotation(LEGACY) === "true";
}

/** Whether members find each other by another Service, such as one for each pod. */
function isShownElsewhere(object: GraphObject, graph: ObjectGraph): boolean {
  const labels = podLabels(object);
  const isBefore = (service: GraphObject): boolean => {
    // Labels of one pod are the controller's, and not in its template.
    const shared = service.at("spec.selector").entries.filter(([key]) => !OF_ONE_POD.includes(key));
    return shared.length > 0 && shared.every(([key, { text }]) => labels.of(key).text === text);
  };
  return graph
    .once(showingServices)
    .some(
      (service) =>
        graph.namespaceOf(service) === graph.namespaceOf(object) && meets(object, service) && isBefore(service),
    );
}

/** Few Services show pods early, and every set asks for them. */
function showingServices(graph: ObjectGraph): readonly GraphObject[] {
  return graph.all("Service").filter((service) => ifKnown(() => showsAll(service), true));
}

const OF_ONE_POD = ["apps.kubernetes.io/pod-index", "statefulset.kubernetes.io/pod-name"];
