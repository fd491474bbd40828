import { isSystemNamespace } from "../../policy/facts/system-namespaces";
import { refuse } from "./check";
import type { Check } from "./check";

/** Namespace in which everything lands that names none. */
const DEFAULT_NAMESPACE = "default";

/** The namespace is the stack's own: its rules close it to everybody, and its quota limits everything in it. */
export const namespaceChecks: Check = function* ({ namespace: { name } }) {
  if (isSystemNamespace(name)) {
    yield refuse(
      ["namespace", "name"],
      name,
      "belongs to the cluster: the stack's default-deny rules and quota would cut its own parts off",
      "Choose a name of your own, such as stateful.",
    );
  } else if (name === DEFAULT_NAMESPACE) {
    yield refuse(
      ["namespace", "name"],
      name,
      "is where everything lands that names no namespace: the stack's default-deny rules and quota would hit it too",
      "Choose a name of your own, such as stateful.",
    );
  }
};
