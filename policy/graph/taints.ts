/** What keeps pods off a node. @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** What lets pods on a node despite a taint. Without a key and with operator Exists it is any taint; without an effect, any effect. */
export interface Toleration {
  readonly key?: string | undefined;
  /** @default Equal */
  readonly operator?: string | undefined;
  readonly value?: string | undefined;
  readonly effect?: string | undefined;
}

/** Effects as Google Cloud spells them. Source: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeConfig#effect */
const GOOGLE_EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
  NO_EXECUTE: "NoExecute",
};
const HARD_EFFECTS: ReadonlySet<string> = new Set(["NoSchedule", "NoExecute"]);

/** An effect of a pool's taint as Kubernetes spells it. */
export function effectOf(effect: string): string {
  return GOOGLE_EFFECTS[effect] ?? effect;
}

/** Whether a taint keeps pods away that do not tolerate it, and is no mere preference. */
export function keepsAway({ effect }: Taint): boolean {
  return HARD_EFFECTS.has(effect);
}

/** Whether a toleration is for a taint. An empty text counts as none, as in the API. */
export function tolerates(
  { effect = "", key = "", operator = "Equal", value = "" }: Toleration,
  taint: Taint,
): boolean {
  if (effect !== "" && effect !== taint.effect) {
    return false;
  }
  return operator === "Exists" ? ["", taint.key].includes(key) : key === taint.key && value === taint.value;
}
