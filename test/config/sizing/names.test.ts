import assert from "node:assert/strict";
import { podLabels, workloadNames } from "../../../config/sizing/names";

describe("names of a workload", () => {
  it("are identity, and so never change", () => {
    assert.deepEqual(workloadNames("db", {}), { headless: "db-headless", workload: "db", client: "db" });
  });
  it("keep the name that a headless Service has elsewhere", () => {
    assert.deepEqual(workloadNames("db", { serviceName: "peers" }), {
      headless: "peers",
      workload: "db",
      client: "db",
    });
    assert.deepEqual(workloadNames("db", { serviceName: "db" }), {
      headless: "db",
      workload: "db",
      client: "db-client",
    });
  });
  it("label the pods unless labels are given", () => {
    assert.deepEqual(podLabels("db", { labels: undefined }), { app: "db" });
    assert.deepEqual(podLabels("db", { labels: { a: "b" } }), { a: "b" });
  });
});
