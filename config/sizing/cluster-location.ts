import type { GoogleSettings, ProjectSettings } from "../schema/stack";

/** Where the control plane is: the region, or the first of the zones. */
export function clusterLocation(
  { cluster, zones }: Pick<ProjectSettings, "cluster" | "zones">,
  { region }: GoogleSettings,
): string {
  return cluster.regional ? region : (zones[0] ?? region);
}
