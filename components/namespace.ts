import * as pulumi from "@pulumi/pulumi";
import * as core from "@pulumi/kubernetes/core/v1";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { childOptions, OBJECT_LABELS } from "./child-options";
import { MARKS } from "./guard/marks";
import { createAccess } from "./namespace-access";
import { dnsEgress } from "./network-rules";
import { DEFAULT_EPHEMERAL_LIMIT } from "../config/sizing/quota";
import type { AccessSettings } from "../config/schema/access";
import type { NamespaceSettings } from "../config/schema/namespace";
import type { DataGuard } from "./guard/data-guard";
import type { Quota } from "../config/sizing/quota";

/** Arguments of {@link Namespace}. */
export interface NamespaceArgs {
  /** Name, Pod Security level and labels. */
  readonly settings: NamespaceSettings;
  /** Who may do what in it. @default - whoever may in the whole cluster */
  readonly access?: AccessSettings;
  /** The most that all pods and claims of the namespace may request together. */
  readonly quota: Quota;
  /** What tells the cluster from others; the data stays where it is. @default - not known, and not looked at */
  readonly clusterId?: string | undefined;
  /** Stands between a change and the data; one for each program. @default - nothing refuses */
  readonly guard?: DataGuard;
}

/** What a container without requests and limits gets. Workloads of the stack set their own. */
const CONTAINER_DEFAULTS = {
  defaultRequest: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "256Mi" },
  default: { cpu: "500m", memory: "512Mi", "ephemeral-storage": DEFAULT_EPHEMERAL_LIMIT },
} as const;

/** Name of the ResourceQuota in the namespace. */
export const QUOTA_NAME = "quota";

/** A namespace in which nothing may talk to anything, and nothing may exceed its share, until a workload says so. */
export class Namespace extends pulumi.ComponentResource {
  /** Name of the namespace. A plain string, so that what lives in it is known before it exists. */
  readonly namespaceName: string;

  constructor(name: string, args: NamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:Namespace", name, { ...args, guard: undefined }, opts);
    this.namespaceName = args.settings.name;
    const namespace = args.settings.create ? [createNamespace(this, name, args, opts)] : [];
    const inside = { ...childOptions(this, opts, namespace), ...fate(args.settings, namespace) };
    createDefaultDeny(name, this.namespaceName, inside);
    createQuota(name, this.namespaceName, args.quota, inside);
    createLimitRange(name, this.namespaceName, inside);
    if (args.access !== undefined) {
      createAccess(name, this.namespaceName, args.access, inside);
    }
    this.registerOutputs({ namespaceName: this.namespaceName });
  }
}

/** What the stack puts into a namespace holds nothing that needs protection of its own, and goes with it where it goes. */
function fate({ retain }: NamespaceSettings, [namespace]: readonly core.Namespace[]): pulumi.CustomResourceOptions {
  return { ...(namespace !== undefined && !retain && { deletedWith: namespace }), protect: false };
}

function createNamespace(
  parent: Namespace,
  name: string,
  { clusterId, guard, settings }: NamespaceArgs,
  opts?: pulumi.ComponentResourceOptions,
): core.Namespace {
  const annotations = {
    ...(clusterId !== undefined && { [MARKS.cluster]: clusterId }),
    ...(settings.retain && { [MARKS.retain]: "true" }),
  };
  const inputs = {
    metadata: {
      name: settings.name,
      labels: { ...settings.labels, ...OBJECT_LABELS, ...podSecurityLabels(settings) },
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
  };
  return new core.Namespace(`${name}-namespace`, inputs, {
    ...childOptions(parent, opts),
    // What nothing deletes needs no protection from it, which would be in the way when the namespace is handed over.
    ...(settings.retain && { retainOnDelete: true, protect: false }),
    ...(guard !== undefined && { hooks: guard.namespace(`${name}-namespace`, inputs) }),
  });
}

/** Enforce the chosen level, and warn about and log what the strictest would refuse. @see https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
function podSecurityLabels({ podSecurity }: NamespaceSettings): Record<string, string> {
  return {
    "pod-security.kubernetes.io/enforce": podSecurity,
    "pod-security.kubernetes.io/enforce-version": "latest",
    "pod-security.kubernetes.io/warn": "restricted",
    "pod-security.kubernetes.io/audit": "restricted",
  };
}

function createDefaultDeny(name: string, namespace: string, options: pulumi.CustomResourceOptions): void {
  new NetworkPolicy(
    `${name}-default-deny`,
    {
      metadata: { name: "default-deny", namespace, labels: OBJECT_LABELS },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    },
    options,
  );
  new NetworkPolicy(
    `${name}-allow-dns`,
    {
      metadata: { name: "allow-dns", namespace, labels: OBJECT_LABELS },
      spec: { podSelector: {}, policyTypes: ["Egress"], egress: [dnsEgress()] },
    },
    options,
  );
}

function createQuota(name: string, namespace: string, quota: Quota, options: pulumi.CustomResourceOptions): void {
  new core.ResourceQuota(
    `${name}-quota`,
    { metadata: { name: QUOTA_NAME, namespace, labels: OBJECT_LABELS }, spec: { hard: quota } },
    options,
  );
}

function createLimitRange(name: string, namespace: string, options: pulumi.CustomResourceOptions): void {
  new core.LimitRange(
    `${name}-limits`,
    {
      metadata: { name: "limits", namespace, labels: OBJECT_LABELS },
      spec: { limits: [{ type: "Container", ...CONTAINER_DEFAULTS }] },
    },
    options,
  );
}
