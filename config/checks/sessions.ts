import { durationSeconds } from "../schema/sessions";
import { refuse, warn } from "./check";
import type { SessionsSettings } from "../schema/sessions";
import type { WorkloadSettings } from "../schema/workload";
import type { Problem } from "../problems";
import type { Check } from "./check";

/** Sessions: one who scales, updates that take no pod from a session, and numbers that fit together. */
export const sessionChecks: Check = function* ({ operations, workloads }) {
  for (const [name, workload] of Object.entries(workloads)) {
    const { sessions } = workload;
    if (sessions === undefined) {
      continue;
    }
    const path = ["workloads", name, "sessions"];
    if (operations.image === undefined) {
      yield refuse(
        path,
        sessions,
        "needs operations.image: the controller of sessions is this project's command line",
        "Build the image and push it to your registry, as docs/sessions.md says, and set operations.image.",
      );
    }
    yield* others(name, workload);
    yield* numbers(path, sessions, workload);
  }
};

/** Whoever else takes pods away, or starts them one after the other. */
function* others(name: string, workload: WorkloadSettings): Iterable<Problem> {
  const path = ["workloads", name];
  const { horizontalAutoscaler, podManagement, updateStrategy, verticalAutoscaler } = workload;
  if (horizontalAutoscaler !== undefined) {
    yield refuse(
      [...path, "horizontalAutoscaler"],
      horizontalAutoscaler,
      "excludes sessions: it removes the highest ordinals, whoever has them",
      "Remove it: the controller of sessions scales by sessions.warm and sessions.max.",
    );
  }
  if (updateStrategy.type !== "OnDelete") {
    yield refuse(
      [...path, "updateStrategy", "type"],
      updateStrategy.type,
      "must be OnDelete with sessions: an update would take the pods of sessions that are in use",
      "Set it to OnDelete. The controller updates free slots at once, and others when they are given back.",
    );
  }
  if (podManagement !== "Parallel") {
    yield refuse(
      [...path, "podManagement"],
      podManagement,
      "must be Parallel with sessions: one pod that does not start would hold up all slots after it",
      "Remove it: Parallel is the default.",
    );
  }
  const mode = verticalAutoscaler?.mode ?? "Off";
  if (mode === "Recreate" || mode === "InPlaceOrRecreate") {
    yield refuse(
      [...path, "verticalAutoscaler", "mode"],
      mode,
      "must be Off or Initial with sessions: it would evict pods of sessions that are in use",
      "Set it to Initial, which sizes new pods.",
    );
  }
}

function* numbers(
  path: readonly string[],
  sessions: SessionsSettings,
  { replicas }: WorkloadSettings,
): Iterable<Problem> {
  const { grace, idle, max, warm } = sessions;
  if (warm > max) {
    yield refuse([...path, "warm"], warm, `must not be above max ${String(max)}`, "Lower it, or raise max.");
  }
  if (replicas > max) {
    yield refuse(
      [...path, "max"],
      max,
      `must not be below replicas ${String(replicas)}, with which the set begins`,
      "Raise it, or lower replicas.",
    );
  }
  if (durationSeconds(grace) > durationSeconds(idle)) {
    yield warn(
      [...path, "grace"],
      grace,
      `is longer than idle ${idle}, so that an idle session lasts more than twice as long as it says`,
      "Shorten it.",
    );
  }
}
