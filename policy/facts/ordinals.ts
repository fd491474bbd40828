/**
 * Ordinal in the name of what a StatefulSet makes: `NAME-3` for a base of `NAME`; undefined where the name is another one. The base of a
 * pod is its set's name, that of a claim `TEMPLATE-SET`.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
 */
export function ordinalIn(name: string, base: string): number | undefined {
  const ordinal = name.startsWith(`${base}-`) ? name.slice(base.length + 1) : "";
  return /^\d+$/.test(ordinal) ? Number(ordinal) : undefined;
}
