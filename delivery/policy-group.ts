import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as service from "@pulumi/pulumiservice";
import { DELIVERED_PROJECT, REPOSITORY } from "./config";
import type { Delivery, GroupSettings } from "./config";

/** Arguments of {@link PolicyGroup}. */
export interface PolicyGroupArgs {
  /** Organization and stacks. */
  readonly delivery: Delivery;
  /** Version of the pack, stacks and mode. */
  readonly group: GroupSettings;
}

/** Name of the pack. Source: policy/pack/index.ts */
const PACK = "gke-stateful";
/** Configuration of the pack in Pulumi Cloud: that of production. */
const CONFIG = join(REPOSITORY, "policy", "config", "prod.json");

/** The pack, run by Pulumi Cloud at every update of some stacks, wherever that comes from. Needs an edition that has groups. */
export class PolicyGroup extends pulumi.ComponentResource {
  constructor(name: string, { delivery, group }: PolicyGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gke-stateful-delivery:index:PolicyGroup", name, {}, opts);
    new service.PolicyGroup(
      `${name}-group`,
      {
        name: DELIVERED_PROJECT,
        organizationName: delivery.organization,
        entityType: "stacks",
        mode: group.mode,
        policyPacks: [{ name: PACK, versionTag: group.version, config: packConfig() }],
        stacks: group.stacks.map((stack) => ({ name: stack, routingProject: DELIVERED_PROJECT })),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

function packConfig(): Record<string, unknown> {
  return JSON.parse(readFileSync(CONFIG, "utf8")) as Record<string, unknown>;
}
