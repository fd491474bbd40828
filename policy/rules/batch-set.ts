import { podSpec } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";

/** Words in names of work that ends. */
const BATCH_NAME = /(?:^|-)(?:backfill|batch|export|import|job|migrate|migration|seed)(?:$|-)/;

/** Work that ends belongs into a Job; a StatefulSet starts it again for ever. */
export const batchSet = defineRule({
  id: "batch-set",
  severity: "advisory",
  title: "Work that ends is a Job",
  why: "A StatefulSet restarts its pods whenever they end, also when they are done.",
  remediation: "Use a Job, with `completionMode: Indexed` where each pod has its own part.",
  effort: { time: "hours", why: "Another kind, and another way to watch it." },
  outcome: "The work ends when it is done, and failures are counted.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/job/",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: nightly-import }
spec: { template: { spec: { containers: [{ name: import }] } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db }] } } }`,
  },
  kinds: ["StatefulSet"],
  scope: "object",
  *check(object) {
    const listens = podSpec(object)
      .at("containers")
      .items.some((container) => container.at("ports").items.length > 0);
    if (BATCH_NAME.test(object.nameField.text ?? "") && !listens) {
      yield problem(object.nameField, "has the name of work that ends, and listens on no port");
    }
  },
});
