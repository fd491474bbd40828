import { checkTable } from "../../support/checks";

checkTable("namespace", {
  accepted: {
    "a name of one's own": { stack: "dev", changes: { namespace: { name: "data" } } },
    "a name that only looks like a system's": { stack: "dev", changes: { namespace: { name: "kubernetes-data" } } },
  },
  refused: Object.fromEntries(
    ["kube-system", "gke-managed-system", "gmp-public", "istio-system", "default"].map((name) => [
      name,
      {
        stack: "local",
        changes: { namespace: { name, create: false } },
        key: "gke-stateful:namespace.name",
        says: /default-deny rules and quota would .* Choose a name of your own/,
      } as const,
    ]),
  ),
});
