import * as pulumi from "@pulumi/pulumi";
import {
  adoptionRefusals,
  classRefusals,
  moveRefusals,
  orphanRefusals,
  replacementRefusals,
  withDisks,
} from "./live-refusals";
import { isSmaller } from "./workload-refusals";
import type { ClusterClient } from "../../cluster/client";
import type { ClaimGrowth } from "../../cluster/growth-plan";
import type { ChangeTerms, ClusterTerms } from "./change-terms";
import type { LiveCluster } from "./live-cluster";
import type { Inputs } from "./marks";
import type { WorkloadFacts } from "./workload-facts";
import type { ObjectType } from "../../cluster/api-object";

/**
 * Asks the cluster what only it knows, one question after the other. A cluster that cannot be asked is said in a preview; in an update
 * nothing that hangs on its answer is done.
 */
export class LiveJudge {
  private readonly live: LiveCluster;
  private readonly planned: ClaimGrowth[] = [];
  private last: Promise<unknown> = Promise.resolve();

  constructor(live: LiveCluster) {
    this.live = live;
  }

  /** What is against a replacement. */
  replacement(
    was: WorkloadFacts,
    willBe: WorkloadFacts,
    terms: ChangeTerms & ClusterTerms,
  ): Promise<readonly string[]> {
    const { planned } = this;
    return this.ask(`gke-stateful:workloads.${willBe.name}: its StatefulSet is replaced, and what runs`, (client) =>
      replacementRefusals(client, { was, willBe, planned }, terms),
    );
  }

  /** What is against a set that goes without its pods. */
  orphans(was: WorkloadFacts): Promise<readonly string[]> {
    return this.ask(`gke-stateful:workloads.${was.name}: its StatefulSet is deleted, and whether pods run`, (client) =>
      orphanRefusals(client, was),
    );
  }

  /** What is against a class that goes. */
  storageClass(className: string, urn: string): Promise<readonly string[]> {
    return this.ask(`Storage class ${className} is deleted, and whether claims are on it`, (client) =>
      classRefusals(client, className, urn),
    );
  }

  /** What is against a set that is made. Only pods of a replacement that was cut off can be, so what cannot be looked at is only said. */
  async adoption(willBe: WorkloadFacts): Promise<readonly string[]> {
    const client = await this.live.client();
    try {
      return client === undefined ? [] : await adoptionRefusals(client, willBe);
    } catch (error) {
      const why = (error as Error).message;
      void pulumi.log.warn(`Whether pods of ${willBe.name} run already could not be looked at: ${why}`);
      return [];
    }
  }

  /** What is against a move of an object to this cluster. */
  async move(type: ObjectType, was: Inputs): Promise<readonly string[]> {
    const client = await this.live.client();
    return client === undefined ? [] : moveRefusals(client, type, was);
  }

  /** Facts as the disks are, where that decides. */
  async withDisks(was: WorkloadFacts, willBe: WorkloadFacts | undefined): Promise<WorkloadFacts> {
    const client = willBe !== undefined && isSmaller(was, willBe) ? await this.live.client() : undefined;
    return client === undefined ? was : withDisks(client, was);
  }

  private ask(
    what: string,
    question: (client: ClusterClient) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const answer = this.last.then(() => this.answer(what, question));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async answer(
    what: string,
    question: (client: ClusterClient) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    if (!this.live.isReached) {
      return []; // The program knows of none, or it is gone.
    }
    let why = "The cluster cannot be reached.";
    try {
      const client = await this.live.client();
      if (client !== undefined) {
        return await question(client);
      }
    } catch (error) {
      why = (error as Error).message;
    }
    const sentence = `${what} could not be looked at: ${why}`;
    if (!pulumi.runtime.isDryRun()) {
      return [`${sentence} Nothing was changed.`];
    }
    void pulumi.log.warn(sentence);
    return [];
  }
}
