import { quantity } from "../facts/quantities";
import { beginsLarge } from "../facts/storage-classes";
import { classOf } from "../graph/classes";
import { WORKLOAD_KINDS } from "../graph/kinds";
import { forEach } from "../graph/pods";
import { ownClaims } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import type { ClaimClass } from "../graph/classes";

/** Where a claim says what it begins with. */
const GIVEN = ["volumeName", "dataSource", "dataSourceRef"] as const;
/** Disks are billed by the size that was asked for, and can grow but never shrink: start small. */
export const oversizedStorage = defineRule({
  id: "oversized-storage",
  severity: "medium",
  title: "A claim asks for what it needs now, and grows",
  why: "Google bills the size that was asked for, used or not, for each replica and each zone. A volume can grow, and can never shrink.",
  remediation:
    "Ask for what a few months need, `resources: { requests: { storage: 50Gi } }`, on a class with `allowVolumeExpansion: true`, and grow it when an alert says so.",
  effort: {
    time: "minutes",
    why: "One number for new claims. Making an existing one smaller means moving its data, which takes hours.",
  },
  outcome: "The bill follows the data, and growing is one patch.",
  url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims",
  example: {
    wrong: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: premium-rwo, resources: { requests: { storage: 4Ti } } }`,
    right: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: premium-rwo, resources: { requests: { storage: 50Gi } } }`,
  },
  kinds: [...WORKLOAD_KINDS, "PersistentVolumeClaim"],
  scope: "graph",
  settings: {
    growableLimit: {
      type: "string",
      pattern: "^[1-9][0-9]*(Mi|Gi|Ti|M|G|T)$",
      default: "1Ti",
      description: "Largest request on a class that is known here.",
    },
    fixedLimit: {
      type: "string",
      pattern: "^[1-9][0-9]*(Mi|Gi|Ti|M|G|T)$",
      default: "100Gi",
      description: "Largest request on a class that nobody here defines, and that may not grow.",
    },
  },
  check(object, graph, { fixedLimit, growableLimit }) {
    // A volume that is there, and what a new one is made from, has the size that it has.
    const claims = ownClaims(object).filter(({ spec }) => !GIVEN.some((key) => spec.at(key).isSet));
    return forEach(claims, function* (claim) {
      const field = claim.spec.at("resources.requests.storage");
      const size = quantity(field.known);
      if (size === undefined || size <= (quantity(fixedLimit) ?? 0)) {
        return;
      }
      const found = classOf(claim, graph);
      // Where its class cannot grow it has to ask for what it may need one day: that class is what is wrong (no-volume-expansion).
      const limit = found === undefined ? fixedLimit : growableLimit;
      if (size > (quantity(limit) ?? 0) && !(found && beginsLarge(found))) {
        yield problem(
          field,
          `asks for ${field.shown} on ${titleOf(found)}; ${limit} is what this rule lets pass there (its setting ${found === undefined ? "fixedLimit" : "growableLimit"})`,
        );
      }
    });
  },
});

function titleOf(found: ClaimClass | undefined): string {
  return found === undefined
    ? "a class that is not defined here"
    : `class ${found.name}, whose volumes ${found.expandable ? "can" : "cannot"} grow`;
}
