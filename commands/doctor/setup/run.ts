import { delimiter, join, resolve } from "node:path";
import { GCLOUD_TOKEN } from "../../../cluster/login-fault";
import { EXIT } from "../../shared/exit";
import { unknown } from "./check";
import { goalOf } from "./goal";
import { CLUSTER, GCLOUD, PULUMI } from "./programs";
import { PROJECT } from "./project";
import { jsonOf, shellIn } from "./shell";
import type { Ask, Check, Outcome } from "./check";
import type { Goal } from "./goal";
import type { Shell } from "./shell";

/** Where the stack is, and how its needs are printed. */
export interface SetupFlags {
  readonly cwd: string;
  readonly format: "json" | "text";
}

/** What was found of one check. */
export type Found = Outcome & { readonly id: string };

const WORDS = { ok: "ok     ", missing: "missing", unknown: "unknown" } as const;

/** Says what the first `up` of a stack lacks, each with what to do. Errors: UserError, ConfigError where the stack cannot be planned. */
export async function runSetup(stack: string, { cwd, format }: SetupFlags): Promise<void> {
  const goal = await goalOf(stack, cwd);
  const environment = withOwnPrograms(resolve(cwd), process.env);
  const found = await lookAt(goal, environment, shellIn(resolve(cwd), environment));
  const isComplete = found.every(({ state }) => state === "ok");
  process.stdout.write(
    format === "json" ? `${JSON.stringify({ stack, checks: found }, undefined, 2)}\n` : textOf(goal, found),
  );
  process.exitCode = isComplete ? EXIT.success : EXIT.findings;
}

/** As npx does: programs of the project's own packages come first. */
function withOwnPrograms(folder: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const path = [join(folder, "node_modules", ".bin"), environment["PATH"] ?? ""].join(delimiter);
  return { ...environment, PATH: path };
}

/** Looks at one thing after the other; what needs something that is not there is not asked. */
export async function lookAt(goal: Goal, environment: NodeJS.ProcessEnv, shell: Shell): Promise<readonly Found[]> {
  const token = tokenBy(shell);
  const ask: Ask = { goal, environment, shell, token, gcloud: gcloudBy(shell, goal, token) };
  const found: Found[] = [];
  for (const check of checksFor(goal)) {
    const lacking = (check.needs ?? []).filter((id) => found.some((one) => one.id === id && one.state !== "ok"));
    const outcome =
      lacking.length === 0 ? await check.look(ask) : unknown(`It cannot be told without: ${lacking.join(", ")}`);
    found.push({ id: check.id, ...outcome });
  }
  return found;
}

function checksFor({ config }: Goal): readonly Check[] {
  return config.target === "gke" ? [...PULUMI, ...GCLOUD, ...PROJECT] : [...PULUMI, ...CLUSTER];
}

/** Asks for the token of the Application Default Credentials when somebody wants it, and once. */
function tokenBy(shell: Shell): Ask["token"] {
  let token: Promise<string | undefined> | undefined;
  const ask = async (): Promise<string | undefined> => {
    const { code, stdout } = await shell("gcloud", ["auth", "application-default", "print-access-token"]);
    return code === 0 ? stdout.trim() : undefined;
  };
  return () => (token ??= ask());
}

/** gcloud, with the token of the credentials that the Google Cloud provider takes, so that it sees what that will see. */
function gcloudBy(shell: Shell, { config }: Goal, token: Ask["token"]): Ask["gcloud"] {
  return async (...args) => {
    const given = config.cluster.login === "gcloud" ? undefined : await token();
    const ran = await shell(
      "gcloud",
      [...args, "--format", "json"],
      given === undefined ? {} : { [GCLOUD_TOKEN]: given },
    );
    return { json: jsonOf(ran), complaint: ran.complaint };
  };
}

function textOf({ config, stack }: Goal, found: readonly Found[]): string {
  const lacking = found.filter(({ state }) => state !== "ok");
  const end =
    lacking.length === 0
      ? [`All is there. Next: npx pulumi preview -s ${stack}`]
      : [`${String(found.length - lacking.length)} of ${String(found.length)} are there.`];
  const roles =
    config.target === "gke" ? ["Roles are not looked at: docs/first-up.md has those that the first up needs."] : [];
  return [
    ...found.flatMap(({ fix, id, says, state }) => [
      `${WORDS[state]}  ${id}: ${says}.`,
      ...(fix === undefined ? [] : [`         ${fix}`]),
    ]),
    "",
    ...end,
    ...roles,
    "",
  ].join("\n");
}
