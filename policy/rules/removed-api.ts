import { removedApi } from "../facts/removed-apis";
import { ALL_KUBERNETES_KINDS } from "../graph/kinds";
import { setting } from "./engine/patch";
import { defineRule, problem } from "./engine/rule";

/** Kinds whose fields stayed as they were when their version changed. */
const ONE_LINE = ["CronJob", "HorizontalPodAutoscaler", "PodDisruptionBudget", "PriorityClass", "StorageClass"];

/** An API version that the API server no longer serves fails at the next apply. */
export const removedApiVersion = defineRule({
  id: "removed-api",
  severity: "high",
  title: "An object's API version is still served",
  why: "The API server refuses the object. What is in the cluster stays as it is, and the file no longer describes it.",
  remediation:
    "Change apiVersion to the one that is named, and what moved with it: apps/v1 needs a selector, policy/v1 takes an empty selector for all pods.",
  effort: { time: "minutes", why: "One line, sometimes a few fields that moved." },
  outcome: "The file can be applied to every supported version.",
  url: "https://kubernetes.io/docs/reference/using-api/deprecation-guide/",
  example: {
    wrong: `
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: { name: db }`,
    right: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }`,
  },
  kinds: ALL_KUBERNETES_KINDS,
  scope: "object",
  *check(object) {
    const { apiVersion, kindName } = object.facts;
    const found = removedApi(apiVersion, kindName);
    if (found !== undefined) {
      const field = object.root.of("apiVersion");
      const says = `has apiVersion ${apiVersion}, which ${found.since} no longer serves; use ${found.use}`;
      yield problem(field, says, ONE_LINE.includes(kindName) ? setting(field, found.use) : undefined);
    }
  },
});
