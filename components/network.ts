import * as pulumi from "@pulumi/pulumi";
import * as compute from "@pulumi/gcp/compute";
import { childOptions } from "./child-options";
import { known } from "./known";
import type { NetworkSettings } from "../config/schema/network";

/** Name of the subnet's secondary range for pods. */
const POD_RANGE = "pods";
/** Name of the subnet's secondary range for Services. */
const SERVICE_RANGE = "services";

/** Arguments of {@link Network}. */
export interface NetworkArgs {
  /** Google Cloud project id. */
  readonly project: pulumi.Input<string>;
  /** Region of the subnet. */
  readonly region: string;
  /** Name of network, subnet, router and NAT in Google Cloud. Changing it replaces them. */
  readonly networkName: string;
  /** Ranges, NAT, or the network to adopt. */
  readonly settings: NetworkSettings;
}

/** What a cluster needs to know of its network. Plain where the arguments are, so that it is known before anything exists. */
export interface NetworkLocation {
  /** Network, as a name or a partial self link. */
  readonly network: pulumi.Input<string>;
  /** Subnet, as a name or a partial self link. */
  readonly subnetwork: pulumi.Input<string>;
  /** Name of the secondary range for pods. */
  readonly podRange: pulumi.Input<string>;
  /** Name of the secondary range for Services. */
  readonly serviceRange: pulumi.Input<string>;
}

/**
 * A VPC-native network with one subnet and Cloud NAT, or an adopted one, of which nothing is made or changed.
 *
 * Cost: Cloud NAT per hour and per GiB that passes it; see https://cloud.google.com/nat/pricing
 */
export class Network extends pulumi.ComponentResource {
  /** Where the cluster goes. */
  readonly location: NetworkLocation;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful:index:Network", name, args, opts);
    const { existing } = args.settings;
    this.location = existing === undefined ? ownLocation(args) : existingLocation(existing, args.region);
    if (existing === undefined) {
      const network = createNetwork(this, name, args, opts);
      const subnetwork = createSubnetwork(this, name, args, network, opts);
      if (args.settings.nat) {
        createNat(this, name, args, subnetwork, opts);
      }
    }
    this.registerOutputs({ location: this.location });
  }
}

/** Names alone are those of the stack's own project; those of a host project are told in full. */
function existingLocation(
  { hostProject, network, podRange, serviceRange, subnetwork }: NonNullable<NetworkSettings["existing"]>,
  region: string,
): NetworkLocation {
  const within = (path: string, name: string): string =>
    hostProject === undefined || name.includes("/") ? name : `projects/${hostProject}/${path}/${name}`;
  return {
    network: within("global/networks", network),
    subnetwork: within(`regions/${region}/subnetworks`, subnetwork),
    podRange,
    serviceRange,
  };
}

function ownLocation({ networkName, project, region }: NetworkArgs): NetworkLocation {
  return {
    network: known`projects/${project}/global/networks/${networkName}`,
    subnetwork: known`projects/${project}/regions/${region}/subnetworks/${networkName}`,
    podRange: POD_RANGE,
    serviceRange: SERVICE_RANGE,
  };
}

function createNetwork(
  parent: Network,
  name: string,
  args: NetworkArgs,
  opts?: pulumi.ComponentResourceOptions,
): compute.Network {
  return new compute.Network(
    `${name}-vpc`,
    { name: args.networkName, project: args.project, autoCreateSubnetworks: false, routingMode: "REGIONAL" },
    childOptions(parent, opts),
  );
}

function createSubnetwork(
  parent: Network,
  name: string,
  { networkName, project, region, settings }: NetworkArgs,
  network: compute.Network,
  opts?: pulumi.ComponentResourceOptions,
): compute.Subnetwork {
  return new compute.Subnetwork(
    `${name}-subnet`,
    {
      name: networkName,
      project,
      region,
      network: known`projects/${project}/global/networks/${networkName}`,
      ipCidrRange: settings.nodeCidr,
      privateIpGoogleAccess: true,
      secondaryIpRanges: [
        { rangeName: POD_RANGE, ipCidrRange: settings.podCidr },
        { rangeName: SERVICE_RANGE, ipCidrRange: settings.serviceCidr },
      ],
    },
    childOptions(parent, opts, [network]),
  );
}

function createNat(
  parent: Network,
  name: string,
  { networkName, project, region }: NetworkArgs,
  subnetwork: compute.Subnetwork,
  opts?: pulumi.ComponentResourceOptions,
): void {
  const router = new compute.Router(
    `${name}-router`,
    { name: networkName, project, region, network: known`projects/${project}/global/networks/${networkName}` },
    childOptions(parent, opts, [subnetwork]),
  );
  new compute.RouterNat(
    `${name}-nat`,
    {
      name: networkName,
      project,
      region,
      router: networkName,
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    },
    childOptions(parent, opts, [router]),
  );
}
