import { z } from "zod";
import { cidr, googleProject } from "./fields";

/** The network: one that is made, or one that exists. */
export const networkSchema = z.strictObject({
  nodeCidr: cidr
    .default("10.0.0.0/20")
    .describe("Primary range of the subnet, for nodes. A /20 has room for 4,092 nodes."),
  podCidr: cidr
    .default("10.4.0.0/14")
    .describe("Secondary range for pods. With 48 pods a node, each node takes a /25 of it."),
  serviceCidr: cidr.default("10.8.0.0/20").describe("Secondary range for Services."),
  nat: z
    .boolean()
    .default(true)
    .describe("Cloud NAT, so that private nodes reach the internet, for example to pull public images."),
  existing: z
    .strictObject({
      hostProject: googleProject
        .optional()
        .describe(
          "Project that the network belongs to (Shared VPC), which this stack's project is attached to already. GKE's accounts get their roles in it. Free.",
        ),
      network: z.string().min(1).describe("Name or self link of the network."),
      subnetwork: z.string().min(1).describe("Name or self link of the subnet in the stack's region."),
      podRange: z.string().min(1).describe("Name of the subnet's secondary range for pods."),
      serviceRange: z.string().min(1).describe("Name of the subnet's secondary range for Services."),
    })
    .optional()
    .describe(
      "Use this network instead of making one. It must have private Google access and a way out, such as Cloud NAT.",
    ),
});

/** {@link networkSchema}, with defaults filled in. */
export type NetworkSettings = z.infer<typeof networkSchema>;
