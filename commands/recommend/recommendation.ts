import { STACK_PLACEHOLDER } from "../../config/stack-name";
import { machineDecision, machineFor } from "./machines";
import { placeDecisions } from "./places";
import { podDecisions, resourceDecision, workload } from "./pods";
import { protectionDecisions, unmetBy } from "./protection";
import { otherToolFor } from "./tool";
import type { Decision, Settings, SettingsValue } from "./decision";
import type { Requirements } from "./requirements";
import type { OtherTool } from "./tool";

/** A configuration for what a service needs, with the reasons. */
export interface Recommendation {
  /** The right tool, where a StatefulSet is the wrong one; nothing is configured then. */
  readonly otherTool: OtherTool | undefined;
  /** What was chosen, and why. */
  readonly decisions: readonly Decision[];
  /** Requirements that the configuration does not meet, and what would. */
  readonly unmet: readonly string[];
  /** The configuration of a stack, by the project's keys. */
  readonly settings: Settings;
}

/** Decides from requirements. The simplest choice that meets them holds; nothing is switched on that they do not ask for. */
export function recommend(needs: Requirements): Recommendation {
  const otherTool = otherToolFor(needs);
  if (otherTool !== undefined) {
    return { otherTool, decisions: [], unmet: [], settings: {} };
  }
  const decisions = [
    ...podDecisions(needs),
    ...placeDecisions(needs),
    resourceDecision(needs),
    machineDecision(needs),
    ...protectionDecisions(needs),
  ];
  const machine =
    machineFor(needs) === undefined ? ["No machine type that is known here is large enough for one pod."] : [];
  return {
    otherTool,
    decisions,
    unmet: [...unmetBy(needs), ...machine],
    settings: [given(needs), ...decisions.map(({ settings }) => settings ?? {})].reduce(merged, {}),
  };
}

/** Name of the only port. */
const PORT_NAME = "main";

/** What a person gave, or has to give, and nobody decides. */
function given(needs: Requirements): Settings {
  const { image = `registry.example.com/${needs.name}:1.0.0`, port } = needs;
  return {
    cluster: { name: `gke-stateful-${STACK_PLACEHOLDER}` },
    ...workload(needs, {
      image,
      ...(port !== undefined && { ports: { [PORT_NAME]: port }, probes: { readiness: { port } } }),
    }),
  };
}

function merged(one: Settings, other: Settings): Settings {
  const both = Object.entries(other).map(([key, value]) => {
    const known = one[key];
    return [key, isSettings(known) && isSettings(value) ? merged(known, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(both) };
}

function isSettings(value: SettingsValue | undefined): value is Settings {
  return typeof value === "object" && !Array.isArray(value);
}
