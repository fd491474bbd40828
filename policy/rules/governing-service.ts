import { podLabels, podSelector } from "../graph/pods";
import { mapSelects } from "../graph/selectors";
import { adding } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

/** The Service that serviceName names gives the pods their DNS names: it has to be there, be headless and select them. */
export const governingService = defineRule({
  id: "governing-service",
  severity: "high",
  title: "A StatefulSet has a headless Service that selects its pods",
  why: "Pods get their own names in DNS (db-0.db) from the Service that spec.serviceName names. If it is missing, not headless, or selects other pods, members do not find each other.",
  remediation:
    "Add `kind: Service, spec: { clusterIP: None, publishNotReadyAddresses: true, selector: <the pods' labels> }` with the name of spec.serviceName. That name cannot be set or changed later without replacing the set: `kubectl delete statefulset db --cascade=orphan` keeps its pods, and the set is applied again with the name.",
  effort: { time: "minutes", why: "One object; a wrong serviceName takes a replacement around the running pods." },
  outcome: "Every pod has a name of its own that survives restarts.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, template: { metadata: { labels: { app: db } } } }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { selector: { app: db } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { serviceName: db, template: { metadata: { labels: { app: db } } } }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db } }`,
  },
  kinds: ["StatefulSet"],
  scope: "graph",
  *check(object, graph) {
    const field = object.at("spec.serviceName");
    if (!field.isUnknown && (field.text ?? "") === "") {
      yield problem(field, "names no governing Service in spec.serviceName, so its pods have no names in DNS");
      return;
    }
    const service = graph.target(field, "Service");
    if (service === undefined) {
      const spec = { clusterIP: "None", publishNotReadyAddresses: true, selector: podSelector(object) };
      const add = adding(object, { apiVersion: "v1", kind: "Service", name: field.text ?? "", spec });
      yield problem(field, `names Service ${field.text ?? ""}, which is not in its namespace here`, add);
      return;
    }
    if (service.at("spec.clusterIP").text !== "None") {
      yield problem(field, `has governing ${service.title}, which is not headless (spec.clusterIP is not None)`);
    }
    if (!mapSelects(service.at("spec.selector"), podLabels(object))) {
      yield problem(field, `has governing ${service.title}, whose selector does not select its pods`);
    }
  },
});
