import assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { startMonitor } from "../../../../commands/plan/engine/monitor";

describe("startMonitor", () => {
  it("listens on this machine only, says what it can do, and stops", async () => {
    const monitor = await startMonitor({
      project: "p",
      stack: "s",
      mode: "preview",
      answer: () => ({ id: undefined, inputs: {}, outputs: {} }),
    });
    assert.match(monitor.address, /^127\.0\.0\.1:\d+$/);
    const client = new ResourceMonitorClient(monitor.address, grpc.credentials.createInsecure());
    const call = (): Promise<{ project: string; dryrun: boolean }> =>
      new Promise((resolve, reject) => {
        client.getDeploymentInfo(new Empty(), (error, info) => {
          if (error === null) {
            resolve(info.toObject());
          } else {
            reject(error);
          }
        });
      });
    const info = await call();
    assert.deepEqual([info.project, info.dryrun], ["p", true]);
    monitor.stop();
    await assert.rejects(call());
    client.close();
  });
});
