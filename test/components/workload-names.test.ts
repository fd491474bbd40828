import assert from "node:assert/strict";
import { podLabels, workloadNames } from "../../components/workload-names";

describe("names of a workload", () => {
  it("are identity, and so never change", () => {
    assert.deepEqual(workloadNames("db"), { headless: "db-headless", workload: "db" });
  });
  it("label the pods unless labels are given", () => {
    assert.deepEqual(podLabels("db", { labels: undefined }), { app: "db" });
    assert.deepEqual(podLabels("db", { labels: { a: "b" } }), { a: "b" });
  });
});
