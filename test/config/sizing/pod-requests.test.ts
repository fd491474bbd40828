import assert from "node:assert/strict";
import { workloadSchema } from "../../../config/schema/workload";
import { podRequests } from "../../../config/sizing/pod-requests";

const amounts = (cpu: string, memory: string, ephemeralStorage?: string): object => ({
  requests: { cpu, memory, ephemeralStorage },
  limits: { cpu, memory, ephemeralStorage },
});

describe("podRequests", () => {
  const of = (more: object): ReturnType<typeof podRequests> =>
    podRequests(
      workloadSchema.parse({
        image: "example.com/db:1",
        volumes: { data: { size: "1Gi", mountPath: "/data" } },
        resources: amounts("1", "1Gi"),
        ...more,
      }),
    );

  it("is the workload's own where it is alone", () => {
    assert.deepEqual(of({}), { millicores: 1000, memoryBytes: 2 ** 30, ephemeralBytes: undefined });
  });

  it("adds what sidecars ask for", () => {
    const sidecars = [{ name: "s", image: "example.com/s:1", resources: amounts("250m", "512Mi", "1Gi") }];
    assert.deepEqual(of({ sidecars }), { millicores: 1250, memoryBytes: 1.5 * 2 ** 30, ephemeralBytes: 2 ** 30 });
  });
});
