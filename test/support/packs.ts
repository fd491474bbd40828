import { join } from "node:path";
import { startPack } from "../../commands/plan/engine/pack-process";
import { openSession } from "../../commands/plan/engine/policy-pack";
import { ROOT } from "./stacks";
import type { PlanMode } from "../../commands/plan/engine/plan";
import type { Judged } from "../../commands/plan/engine/policy-pack";
import type { PackConfig } from "../../commands/plan/engine/policy-config";
import type { AnsweredRegistration } from "../../commands/plan/engine/registration";
import type { WireObject } from "../../commands/plan/engine/wire";

/** The pack of the repository. */
export const PACK = join(ROOT, "policy");

/** What a test tells about a resource. */
export interface TestResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: WireObject;
  /** @default the inputs */
  readonly outputs?: WireObject;
  readonly options?: AnsweredRegistration["options"];
  /** Name of the provider's resource. */
  readonly provider?: string;
  readonly propertyDependencies?: AnsweredRegistration["propertyDependencies"];
}

/** URN of a test's resource. */
export function urnOf({ name, type }: Pick<TestResource, "name" | "type">): string {
  return `urn:pulumi:test::test::${type}::${name}`;
}

/** What the pack says, in a process of its own, about resources that it is shown as the engine would. */
export async function judgeWithPack(
  resources: readonly TestResource[],
  config: PackConfig = {},
  { mode = "preview", values = {} }: { mode?: PlanMode; values?: Record<string, string> } = {},
): Promise<Judged> {
  const settings = { project: "test", stack: "test", values, secretKeys: [] };
  const args = { folder: PACK, mode, settings };
  const pack = startPack(args);
  try {
    const session = openSession(pack, args, { file: "test.json", config });
    const judged = await session.judge(resources.map((one) => registration(one, resources)));
    session.close();
    return judged;
  } finally {
    pack.stop();
  }
}

function registration(resource: TestResource, all: readonly TestResource[]): AnsweredRegistration {
  const provider = all.find(({ name }) => name === resource.provider);
  return {
    urn: urnOf(resource),
    type: resource.type,
    name: resource.name,
    parent: "",
    custom: true,
    provider: provider === undefined ? "" : urnOf(provider),
    inputs: resource.inputs,
    outputs: resource.outputs ?? resource.inputs,
    options: resource.options ?? {},
    dependencies: Object.values(resource.propertyDependencies ?? {}).flat(),
    propertyDependencies: resource.propertyDependencies ?? {},
  };
}
