import { LIMIT } from "../support/cluster";
import { livesOnRealCluster } from "../support/life";
import { hasPulumi, RealEngine } from "../support/real-engine";

/** The same life as in test/cluster/up.test.ts, on the real engine with the real Kubernetes provider. */
describe("pulumi up, on a real API server", function () {
  this.timeout(2 * LIMIT);
  let engine: RealEngine | undefined;
  before(function () {
    if (!hasPulumi) {
      this.skip();
    }
  });
  after(() => {
    engine?.remove();
  });
  livesOnRealCluster(({ plane }) => {
    engine = new RealEngine(plane.kubeconfig);
    return engine;
  });
});
