/** A Lease: who holds what, and since when. */
export const LEASE = { apiVersion: "coordination.k8s.io/v1", kind: "Lease" } as const;

/** Time as a Lease has it. Source: k8s.io/apimachinery, MicroTime */
export function microTime(time: number): string {
  return new Date(time).toISOString().replace("Z", "000Z");
}
