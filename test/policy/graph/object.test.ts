import assert from "node:assert/strict";
import { fromStack } from "../../../policy/graph/from-pulumi";
import { asResource, documentsOf } from "../../support/rules";

const title = (yaml: string): string | undefined => fromStack(documentsOf(yaml).map(asResource))[0]?.title;

describe("GraphObject", () => {
  for (const [yaml, expected] of [
    ["apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db, namespace: data }", "StatefulSet data/db"],
    ["apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db }", "StatefulSet default/db"],
    ["apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db, namespace: <unknown> }", "StatefulSet db"],
    ["apiVersion: apps/v1\nkind: StatefulSet\nmetadata: <unknown>", "StatefulSet resource-0"],
    ["apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: fast }", "StorageClass fast"],
    ["type: gcp:container/nodePool:NodePool\nproperties: { name: pool }", "NodePool pool"],
    ["type: gcp:container/nodePool:NodePool\nproperties: { name: <unknown> }", "NodePool resource-0"],
  ] as const) {
    it(`is called ${expected}`, () => {
      assert.equal(title(yaml), expected);
    });
  }
});
