import type { AlertTarget } from "../schema/monitoring";
import type { ProjectSettings } from "../schema/stack";

/** What evaluates a stack's alerts: production on Google Cloud has them by default, because nobody looks at it all the time. */
export function alertTarget({
  environment,
  monitoring,
  target,
}: Pick<ProjectSettings, "environment" | "monitoring" | "target">): AlertTarget {
  return monitoring.target ?? (environment === "prod" && target === "gke" ? "cloud-monitoring" : "none");
}
