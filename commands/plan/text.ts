import { styleText } from "node:util";
import { hasMandatory } from "./engine/verdicts";
import { costLines } from "../cost/text";
import { quotaLines } from "../cost/quota-text";
import { gist } from "./gist";
import { verdictLines } from "./verdict-text";
import type { Plan, PlanResource } from "./engine/plan";
import type { Estimate } from "../../policy/cost/estimate";

/** Where a plan was written. */
export interface Written {
  /** Folder, relative to the working directory. */
  readonly out: string;
  /** Number of manifests. */
  readonly manifests: number;
  /** File that configured the policy pack; undefined for the pack's own levels. */
  readonly packConfig?: string | undefined;
}

/** Type token prefix → who makes it, in the order of the summary. */
const MAKERS = [
  ["gcp:", "Google Cloud"],
  ["kubernetes:", "Kubernetes"],
  ["random:", "random"],
  ["pulumiservice:", "Pulumi Cloud"],
] as const;
const PROVIDER_TYPE = "pulumi:providers:";
const STACK_TYPE = "pulumi:pulumi:Stack";

/** A plan as a person reads it: the tree, what is in it, warnings, what it costs, and what to do next. */
export function planText(plan: Plan, cost: Estimate, written: Written, readiness: string): string {
  const mode = plan.mode === "preview" ? "as in a first preview" : "as after an update";
  return [
    bold(`What pulumi up -s ${plan.stack} would build (${mode}; no account was asked)`),
    "",
    ...tree(plan),
    "",
    summary(plan),
    ...warnings(plan),
    ...costLines(cost),
    ...quotaLines(cost.quotas),
    ...verdictLines(plan, written.packConfig),
    readiness,
    `Written: ${written.out}/plan.json, cost.json and ${String(written.manifests)} manifests in ${written.out}/manifests`,
    next(plan),
    "",
  ].join("\n");
}

function next({ stack, verdicts }: Plan): string {
  return hasMandatory(verdicts)
    ? "Next: mend what is mandatory; pulumi up with this policy pack would stop there."
    : `Next: npx pulumi preview -s ${stack} asks the real providers, npx pulumi up -s ${stack} builds it.`;
}

function tree({ resources }: Plan): string[] {
  const children = Map.groupBy(resources, ({ parent }) => parent);
  const root = resources.find(({ type }) => type === STACK_TYPE);
  const lines: { left: string; right: string }[] = [];
  const visit = (resource: PlanResource, indent: string): void => {
    const inner = children.get(resource.urn) ?? [];
    for (const [index, child] of inner.entries()) {
      const last = index === inner.length - 1;
      lines.push({
        left: `${indent}${last ? "└─ " : "├─ "}${child.name} ${dim(shortType(child))}`,
        right: gist(child),
      });
      visit(child, `${indent}${last ? "   " : "│  "}`);
    }
  };
  if (root !== undefined) {
    visit(root, "");
  }
  return aligned(lines);
}

function aligned(lines: readonly { left: string; right: string }[]): string[] {
  const width = Math.max(0, ...lines.filter(({ right }) => right !== "").map(({ left }) => visibleLength(left)));
  return lines.map(({ left, right }) =>
    right === "" ? left : `${left}${" ".repeat(width - visibleLength(left) + 2)}${right}`,
  );
}

/** `gcp:container/cluster:Cluster` → `Cluster`. */
function shortType({ type }: PlanResource): string {
  return type.startsWith(PROVIDER_TYPE)
    ? `${type.slice(PROVIDER_TYPE.length)} provider`
    : type.slice(type.lastIndexOf(":") + 1);
}

function summary({ resources }: Plan): string {
  const made = resources.filter(({ custom, type }) => custom && !type.startsWith(PROVIDER_TYPE));
  const parts = MAKERS.map(([prefix, maker]) => ({
    maker,
    count: made.filter(({ type }) => type.startsWith(prefix)).length,
  }));
  const counted = parts.filter(({ count }) => count > 0).map(({ count, maker }) => `${String(count)} ${maker}`);
  const guarded = made.filter(({ options }) => options.protect === true).length;
  const protection =
    guarded > 0 ? `${String(guarded)} of them protected from deletion` : "none of them protected from deletion";
  return `${bold(`${String(made.length)} resources`)}: ${counted.join(", ")}; ${protection}`;
}

function warnings({ warnings: all }: Plan): string[] {
  return all.map((warning) => `${styleText("yellow", "Warning:")} ${warning}`);
}

function bold(text: string): string {
  return styleText("bold", text);
}

function dim(text: string): string {
  return styleText("dim", text);
}

function visibleLength(text: string): number {
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g"), "").length;
}
