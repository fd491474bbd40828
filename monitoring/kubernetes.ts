import { isOfCluster } from "./rules";
import type { RuleGroup } from "./rules";

/** An object that holds rules. */
export interface RulesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: { readonly groups: readonly RuleGroup[] };
}

/** Where objects with rules go. */
export interface RulesPlace {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Rules of Google's managed Prometheus. A `Rules` object sees its own namespace only, so what is about volumes is a `ClusterRules`, whose name
 * says whose it is.
 * Source: https://docs.cloud.google.com/stackdriver/docs/managed-prometheus/rules-managed
 */
export function managedRules(groups: readonly RuleGroup[], { name, namespace }: RulesPlace): readonly RulesObject[] {
  const apiVersion = "monitoring.googleapis.com/v1";
  const metadata = { name: `${namespace}-${name}` };
  return [
    {
      apiVersion,
      kind: "Rules",
      metadata: { name, namespace },
      spec: { groups: groups.filter((one) => !isOfCluster(one)) },
    },
    { apiVersion, kind: "ClusterRules", metadata, spec: { groups: groups.filter(isOfCluster) } },
  ];
}

/** Rules for the Prometheus operator. @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule */
export function operatorRules(groups: readonly RuleGroup[], metadata: RulesPlace): readonly RulesObject[] {
  return [{ apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule", metadata, spec: { groups } }];
}
