import assert from "node:assert/strict";
import { analyzed, lines } from "../../support/analysis";

const set = (namespace?: string): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db${namespace === undefined ? "" : `, namespace: ${namespace}`} }
spec: { template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: a }] } } }
`;
const policy = (namespace?: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny${namespace === undefined ? "" : `, namespace: ${namespace}`} }
spec: { podSelector: {}, policyTypes: [Ingress] }
`;
/** Whether a policy in one file covers the pods of a set in another. */
const covers = (files: Readonly<Record<string, string>>): boolean =>
  lines(analyzed(files, { only: ["no-network-policy"] })).length === 0;

describe("objects of files", () => {
  for (const [what, files, expected] of [
    ["of one namespace, wherever they lie", { "a/x/set.yaml": set("shop"), "b/y/deny.yaml": policy("shop") }, true],
    ["without a namespace, side by side", { "a/set.yaml": set(), "a/deny.yaml": policy() }, true],
    ["without a namespace, in one folder and one below it", { "a/set.yaml": set(), "a/net/deny.yaml": policy() }, true],
    ["without a namespace, in folders of two projects", { "a/x/set.yaml": set(), "b/y/deny.yaml": policy() }, false],
    ["of which one says default, side by side", { "a/set.yaml": set(), "a/deny.yaml": policy("default") }, true],
    [
      "of which one says default, of two projects",
      { "a/x/set.yaml": set(), "b/y/deny.yaml": policy("default") },
      false,
    ],
    ["of which the other says default", { "a/x/set.yaml": set("default"), "b/y/deny.yaml": policy() }, false],
    ["that both say default", { "a/x/set.yaml": set("default"), "b/y/deny.yaml": policy("default") }, true],
    ["of two namespaces", { "a/set.yaml": set("shop"), "a/deny.yaml": policy("other") }, false],
  ] as const) {
    it(`${expected ? "meet" : "do not meet"}: those ${what}`, () => {
      assert.equal(covers(files), expected);
    });
  }
});
