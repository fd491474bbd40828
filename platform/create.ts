import type { DataGuard } from "../components/guard/data-guard";
import type { StackConfig } from "../config/stack-config";
import type { Platform } from "./platform";

/** Only the platform that the stack needs is loaded, and with it only the SDKs that the platform needs. */
export function createPlatform(config: StackConfig, guard: DataGuard): Platform | Promise<Platform> {
  /* eslint-disable @typescript-eslint/no-require-imports -- an import would load both platforms, and import() is not CommonJS */
  if (config.google === undefined) {
    const { useKubeconfig } = require("./kubeconfig") as typeof import("./kubeconfig");
    return useKubeconfig(config, guard);
  }
  const { createGke } = require("./gke") as typeof import("./gke");
  /* eslint-enable @typescript-eslint/no-require-imports */
  return createGke(config, config.google, guard);
}
