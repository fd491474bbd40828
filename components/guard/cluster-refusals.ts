import { isDeepStrictEqual } from "node:util";
import { inputAt, textAt } from "./marks";
import type { Inputs } from "./marks";

/** Where Pulumi's bridge to Terraform notes which inputs it filled in by itself. */
const DEFAULTED = "__defaults";

/**
 * Inputs that the provider changes in place, with all that is in them. Every other difference is taken for a replacement.
 * Source: terraform-provider-google 0297605c, google/services/container/resource_container_cluster.go
 */
const IN_PLACE: ReadonlySet<string> = new Set([
  "addonsConfig",
  "anonymousAuthenticationConfig",
  "binaryAuthorization",
  "controlPlaneEndpointsConfig",
  "costManagementConfig",
  "databaseEncryption",
  "deletionProtection",
  "enableIntranodeVisibility",
  "enableLegacyAbac",
  "enableShieldedNodes",
  "ignoreNodeCountChanges",
  "loggingConfig",
  "maintenancePolicy",
  "masterAuthorizedNetworksConfig",
  "monitoringConfig",
  "nodeLocations",
  "rbacBindingConfig",
  "releaseChannel",
  "removeDefaultNodePool",
  "resourceLabels",
  "securityPostureConfig",
  "serviceExternalIpsConfig",
  "verticalPodAutoscaling",
  "workloadIdentityConfig",
]);

/** Lets a stack be destroyed whose configuration would otherwise replace its cluster. For stacks that nobody minds about. */
const DESTROY = "GKE_STATEFUL_DESTROY";

/**
 * What must not happen to a cluster that would be deleted, as a sentence each. `willBe` is undefined where it leaves the program. A
 * cluster whose inputs stay as they are is deleted because somebody destroys the stack, or asks for it by `--replace`: that may be.
 */
export function clusterRefusals(was: Inputs, willBe: Inputs | undefined): readonly string[] {
  if (process.env[DESTROY] === "true") {
    return [];
  }
  const name = textAt(was, "name") ?? "";
  if (willBe === undefined) {
    return [
      `The cluster ${name} is gone from the program, and would be deleted, and no claim would lead to its disks any more: must stay until the stack is destroyed. Set gke-stateful:target back to gke, or destroy the stack (docs/destroy.md).`,
    ];
  }
  const changed = changedInputs(was, willBe).filter((input) => !IN_PLACE.has(input));
  return changed.length > 0
    ? [
        `The cluster ${name} would be deleted and made anew, and no claim would lead to its disks any more, because of ${changed.join(", ")}: must stay as it is. Set that back; another cluster is another stack (pulumi stack init). To destroy the stack as it is: ${DESTROY}=true npx pulumi destroy --run-program.`,
      ]
    : [];
}

/** Names of inputs that differ, as far as they are known on both sides. What the bridge filled in does not count. */
function changedInputs(was: Inputs, willBe: Inputs): readonly string[] {
  const keys = new Set([...Object.keys(said(was)), ...Object.keys(willBe)]);
  return [...keys].filter((key) => differs(was[key], willBe[key])).toSorted();
}

function said(inputs: Inputs): Inputs {
  const defaults = inputAt(inputs, DEFAULTED);
  const names = new Set<unknown>([DEFAULTED, ...(Array.isArray(defaults) ? (defaults as readonly unknown[]) : [])]);
  return Object.fromEntries(Object.entries(inputs).filter(([key, value]) => !names.has(key) && value !== undefined));
}

/** A value that an output of another resource decides: not known here. */
export const UNKNOWN_INPUT = Symbol("unknown input");

function differs(was: unknown, willBe: unknown): boolean {
  if (was === UNKNOWN_INPUT || willBe === UNKNOWN_INPUT) {
    return false;
  }
  if (Array.isArray(was) && Array.isArray(willBe)) {
    const [before, after] = [was as readonly unknown[], willBe as readonly unknown[]];
    return before.length !== after.length || before.some((one, index) => differs(one, after[index]));
  }
  if (isMap(was) && isMap(willBe)) {
    return changedInputs(was, withoutNothing(willBe)).length > 0;
  }
  return !isDeepStrictEqual(was, willBe);
}

function isMap(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withoutNothing(map: Inputs): Inputs {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}
