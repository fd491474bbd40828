import * as core from "@pulumi/kubernetes/core/v1";
import { BALANCER_INTERNAL, BALANCER_TYPE } from "../policy/facts/load-balancers";
import type * as pulumi from "@pulumi/pulumi";
import type { types } from "@pulumi/kubernetes";
import type { WorkloadSettings } from "../config/schema/workload";

/** Metadata of a Service. */
interface Metadata {
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly labels: Record<string, string>;
}

/** What a workload's two Services are made from. */
export interface ServiceArgs {
  /** Stem of the resources' names in the program. */
  readonly stem: string;
  /** Metadata of the headless Service. */
  readonly headless: Metadata;
  /** Metadata of the Service for clients. */
  readonly client: Metadata;
  /** Labels that select the pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** The workload. */
  readonly workload: WorkloadSettings;
}

/** Gives every pod its DNS name, before it is ready too: peers must find each other to become ready. */
export function createHeadlessService(args: ServiceArgs, opts: pulumi.CustomResourceOptions): pulumi.Resource {
  return new core.Service(
    `${args.stem}-headless`,
    {
      metadata: args.headless,
      spec: {
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: args.podLabels,
        ports: servicePorts(args.workload),
      },
    },
    opts,
  );
}

/** For clients, who want any pod that is ready. Its readiness is the StatefulSet's, which is awaited there. */
export function createClientService(args: ServiceArgs, opts: pulumi.CustomResourceOptions): void {
  const { client, podLabels, stem, workload } = args;
  if (Object.keys(workload.ports).length === 0) {
    return;
  }
  new core.Service(
    `${stem}-service`,
    {
      metadata: { ...client, annotations: clientAnnotations(workload) },
      spec: { ...clientType(workload), selector: podLabels, ports: servicePorts(workload) },
    },
    opts,
  );
}

function servicePorts({
  ports,
}: WorkloadSettings): { name: string; port: number; targetPort: string; protocol: string }[] {
  return Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: name, protocol: "TCP" }));
}

function clientAnnotations({ service: { annotations, internal, type } }: WorkloadSettings): Record<string, string> {
  return {
    "pulumi.com/skipAwait": "true",
    ...(type === "LoadBalancer" && internal && { [BALANCER_TYPE]: BALANCER_INTERNAL }),
    ...annotations,
  };
}

/** With Local, pods see the clients' own addresses, by which the network rule lets them in. */
function clientType({ service: { sourceRanges, type } }: WorkloadSettings): types.input.core.v1.ServiceSpec {
  return type === "ClusterIP"
    ? { type }
    : { type, externalTrafficPolicy: "Local", loadBalancerSourceRanges: sourceRanges };
}
