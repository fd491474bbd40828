import { Document } from "yaml";
import { PROJECT } from "../../config/schema/stack";
import { YAML_FOR_PEOPLE } from "../shared/yaml-file";
import { showMoney } from "../shared/money";
import { PLACEHOLDER_PROJECT } from "./proof";
import type { Decision } from "./decision";
import type { Recommendation } from "./recommendation";
import type { Requirements } from "./requirements";
import type { Proof } from "./proof";

/** All that there is to say. */
export interface Answer {
  readonly needs: Requirements;
  readonly recommendation: Recommendation;
  /** Undefined where there is nothing to plan. */
  readonly proof: Proof | undefined;
  readonly stack: string;
}

/** Order of the keys in a stack's file. */
const KEYS: readonly string[] = [
  "environment",
  "zones",
  "deletionProtection",
  "cluster",
  "pools",
  "storage",
  "backup",
  "workloads",
];

/** The stack's file; an empty text where a StatefulSet is the wrong tool. */
export function recommendationYaml({ needs, recommendation: { otherTool, settings, unmet }, stack }: Answer): string {
  if (otherTool !== undefined) {
    return "";
  }
  const keys = KEYS.filter((key) => Object.hasOwn(settings, key));
  const document = new Document(
    {
      config: {
        "gcp:project": needs.project ?? PLACEHOLDER_PROJECT,
        "gcp:region": needs.region,
        ...Object.fromEntries(keys.map((key) => [`${PROJECT}:${key}`, settings[key]])),
      },
    },
    { version: "1.1" },
  );
  const open = [...yours(needs).map((what) => `yours to give: ${what}`), ...unmet.map((line) => `not met: ${line}`)];
  document.commentBefore = [`${stack}: made by gke-stateful recommend.`, ...open].map((line) => ` ${line}`).join("\n");
  return document.toString(YAML_FOR_PEOPLE);
}

/** Everything as JSON. */
export function recommendationJson({ needs, proof, recommendation, stack }: Answer): string {
  const { decisions, otherTool, settings, unmet } = recommendation;
  const json = {
    stack,
    requirements: needs,
    otherTool: otherTool ?? null,
    decisions,
    unmet,
    settings,
    cost:
      proof === undefined
        ? null
        : { currency: proof.cost.currency, expected: proof.cost.total.expected, max: proof.cost.total.max },
    readiness: proof?.readiness ?? null,
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

/** The reasons, for a person. */
export function recommendationText({ needs, proof, recommendation }: Answer): string {
  const { decisions, otherTool, unmet } = recommendation;
  if (otherTool !== undefined) {
    return `\nA StatefulSet is the wrong tool for this. Use ${otherTool.tool}.\n${otherTool.why}\n`;
  }
  return [
    "",
    ...decisions.flatMap(decisionLines),
    ...(unmet.length === 0 ? [] : ["", "Not met:", ...unmet.map((line) => `  ${line}`)]),
    "",
    ...yoursText(needs),
    ...(proof === undefined ? [] : proofLines(proof, needs)),
    "",
  ].join("\n");
}

function decisionLines({ because, choice, rejected, topic }: Decision): readonly string[] {
  return [`${topic}: ${choice}`, `  ${because}`, ...rejected.map(({ what, why }) => `  Not ${what}: ${why}`)];
}

/** What nobody can recommend. */
function yours({ image, mountPath, port, project }: Requirements): readonly string[] {
  return [
    ...(project === undefined ? ["the Google Cloud project (--project)"] : []),
    ...(image === undefined ? ["the image (--image), best by digest"] : []),
    ...(port === undefined
      ? ["ports and a readiness probe (--port for both; a command is better for a database)"]
      : []),
    `the directory in which the image keeps its data (--mount-path, ${mountPath} now): elsewhere it would be lost with the pod`,
    "the user of the image (runAsUser, fsGroup), and the variables and Secrets that it wants (env, secrets)",
  ];
}

function yoursText(needs: Requirements): readonly string[] {
  return ["Yours to give:", ...yours(needs).map((line) => `  ${line}`), ""];
}

function proofLines({ cost, plan, readiness }: Proof, { budget }: Requirements): readonly string[] {
  const { expected, max } = cost.total;
  const made = plan.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
  const limit = budget === undefined ? "" : `, of $${String(budget)}`;
  return [
    `Cost a month: ${showMoney(expected)} expected${limit}, at most ${showMoney(max)}, at list prices of ${cost.date}, and what depends on usage.`,
    `Planned and judged: ${String(made.length)} resources. ${readiness}`,
  ];
}
