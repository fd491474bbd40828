import * as pulumi from "@pulumi/pulumi";
import type { ClusterClient } from "../../cluster/client";
import type { ClusterSource } from "../../cluster/connection";

/** The cluster of a stack, for hooks. It is there for who can reach it, and nothing fails for want of it. */
export class LiveCluster {
  private source: pulumi.Input<ClusterSource> | undefined;
  private connected: Promise<ClusterClient | undefined> | undefined;

  /** Says how it is reached. */
  reach(source: pulumi.Input<ClusterSource>): void {
    this.source = source;
  }

  /** Whether the program says how it is reached. */
  get isReached(): boolean {
    return this.source !== undefined;
  }

  /** A client; undefined where there is no cluster yet, or none that the program knows of. */
  client(): Promise<ClusterClient | undefined> {
    this.connected ??= this.connect();
    return this.connected;
  }

  private async connect(): Promise<ClusterClient | undefined> {
    const source = await known(this.source);
    if (source === undefined) {
      return undefined;
    }
    const { connect } = loadClient();
    try {
      const client = connect(source);
      // Asked once, so that a cluster that does not answer is waited for once.
      await client.request("GET", "/version");
      return client;
    } catch (error) {
      // The provider will say so too, where it needs the cluster.
      void pulumi.log.debug(`gke-stateful does not reach the cluster: ${String(error)}`);
      return undefined;
    }
  }
}

/** What an output holds; undefined where it is not known yet. `apply` would never answer then. */
async function known<Value>(value: pulumi.Input<Value> | undefined): Promise<Value | undefined> {
  const output = pulumi.output(value) as unknown as { isKnown: Promise<boolean>; promise: () => Promise<Value> };
  return (await output.isKnown) ? output.promise() : undefined;
}

/** Loaded when a hook needs it: its libraries take time, and most previews change nothing. */
function loadClient(): typeof import("../../cluster/client") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("../../cluster/client") as typeof import("../../cluster/client");
}
