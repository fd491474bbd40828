import { LIMIT } from "../support/cluster";
import { SmallEngine } from "../support/engine";
import { livesOnRealCluster } from "../support/life";
import { realProvider } from "../support/real-provider";
import type { Engine } from "../support/life";

/** The program of local on the small engine, its hooks over Pulumi's protocol, and every object on a real API server. */
describe("a stack that is brought up, changed, and destroyed on a real API server", function () {
  this.timeout(LIMIT);
  livesOnRealCluster(({ api, plane }) =>
    withPreviews(new SmallEngine("local", { KUBECONFIG: plane.kubeconfig }, realProvider(api))),
  );
});

/** Updates as `pulumi up` does them: after a preview, and only where that has nothing against it. */
function withPreviews(engine: SmallEngine): Engine {
  return {
    preview: (changes) => engine.preview(changes),
    up: async (changes) => {
      const preview = await engine.preview(changes);
      return preview.errors.length > 0 ? preview : engine.up(changes);
    },
    destroy: (changes) => engine.destroy(changes),
    copy: () => withPreviews(engine.copy()),
  };
}
