import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { PLAN_VERSION } from "./engine/plan";
import { UserError } from "../shared/user-error";
import { PLAN_FILE } from "./plan-files";
import { readShaped } from "../shared/read-shaped";
import type { Plan } from "./engine/plan";

const RESOURCE = z.looseObject({
  urn: z.string(),
  type: z.string(),
  name: z.string(),
  custom: z.boolean(),
  provider: z.string().nullable(),
  inputs: z.record(z.string(), z.unknown()),
  options: z.looseObject({}),
  dependencies: z.array(z.string()),
  propertyDependencies: z.record(z.string(), z.array(z.string())),
});
const VIOLATION = z.looseObject({
  policy: z.string(),
  level: z.enum(["mandatory", "advisory"]),
  urn: z.string().nullable(),
  message: z.string(),
});
const PLAN = z.looseObject({
  version: z.literal(PLAN_VERSION, { error: `must be ${String(PLAN_VERSION)}` }),
  project: z.string(),
  stack: z.string(),
  resources: z.array(RESOURCE),
  verdicts: z.looseObject({ violations: z.array(VIOLATION) }).nullable(),
});

/** A plan that somebody has written: a plan.json, or the folder that holds it. Errors: UserError that names the file. */
export function readPlan(path: string): Plan {
  if (!existsSync(path)) {
    throw new UserError(`${path} does not exist; name a plan.json or its folder, such as out/dev.`);
  }
  const file = statSync(path).isDirectory() ? join(path, PLAN_FILE) : path;
  return readShaped(resolve(file), { schema: PLAN, hint: "Write it anew with gke-stateful plan." }) as unknown as Plan;
}
