import { parseImage } from "../facts/image-reference";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { allContainers, containerName, forEach } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";

/** What is no image: nothing, or a placeholder such as `<your-image>` or `${IMAGE}`. */
const NO_REFERENCE = /^$|[<>{}$\s]/;

/** A restart must bring back what ran before, not what was pushed since. */
export const mutableImage = defineRule({
  id: "mutable-image",
  severity: "medium",
  title: "An image has a version",
  why: "`latest` and no tag mean whatever was pushed last. A pod that moves to another node starts another version than its peers, perhaps one that changes the data's format for good.",
  remediation: "Name a version, best with its digest: `image: postgres:18.1@sha256:…`.",
  effort: { time: "minutes", why: "One line." },
  outcome: "All replicas run the same version until somebody changes it.",
  url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "postgres:latest" }] } } }`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, image: "postgres:18.1" }] } } }`,
  },
  kinds: WORKLOAD_KINDS,
  scope: "object",
  skipsOwned: true,
  settings: {
    requireDigest: { type: "boolean", default: false, description: "Ask for a digest (`@sha256:…`) too." },
  },
  *check(object, _graph, { requireDigest }) {
    yield* forEach(allContainers(object), function* (container) {
      const field = container.at("image");
      const image = field.text;
      if (image === undefined || NO_REFERENCE.test(image)) {
        return; // The API server refuses a container without an image; something fills a placeholder in.
      }
      const { digest, tag } = parseImage(image);
      if (digest === undefined && (tag === undefined || tag === "latest")) {
        yield problem(field, `runs ${image} in ${containerName(container)}, which has no version`);
      } else if (requireDigest && digest === undefined) {
        yield problem(field, `runs ${image} in ${containerName(container)}, which has no digest`);
      }
    });
  },
});
