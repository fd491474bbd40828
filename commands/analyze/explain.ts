import { EVERY_RULE } from "./findings";
import { closestTo } from "../../config/closest";
import { UserError } from "../shared/user-error";
import { SEVERITIES, worstFirst } from "../../policy/rules/engine/rule";
import type { DescribedRule, RuleDescription } from "../../policy/rules/engine/rule";

type Described = DescribedRule & Partial<Pick<RuleDescription, "example">>;

/** All about a rule. Errors: UserError where there is none of that name. */
export function explain(id: string): string {
  const rule: Described = ruleNamed(id, "--explain");
  return [
    `${rule.id} (${rule.severity}): ${rule.title}.`,
    "",
    `Why:    ${rule.why}`,
    `Mend:   ${rule.remediation}`,
    `Effort: ${rule.effort.time}. ${rule.effort.why}`,
    `Then:   ${rule.outcome}`,
    ...(rule.peers === undefined ? [] : [`Others: ${rule.peers}`]),
    `More:   ${rule.url}`,
    ...(rule.example === undefined
      ? []
      : ["", "Wrong:", indented(rule.example.wrong), "", "Right:", indented(rule.example.right)]),
    "",
  ].join("\n");
}

function indented(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}

/** The rules, the worst first. */
export function listRules(): string {
  const rules = [...EVERY_RULE.values()].toSorted(
    (one, other) => worstFirst(one.severity, other.severity) || (one.id < other.id ? -1 : 1),
  );
  const width = Math.max(...rules.map(({ id }) => id.length));
  const severityWidth = Math.max(...SEVERITIES.map((severity) => severity.length));
  return `${rules.map(({ id, severity, title }) => `${severity.padEnd(severityWidth)}  ${id.padEnd(width)}  ${title}`).join("\n")}\n`;
}

/** The rule of a name that an option gives. Errors: UserError that names the option and the closest rule. */
export function ruleNamed(id: string, option: string): Described {
  const rule = EVERY_RULE.get(id);
  if (rule === undefined) {
    const closest = closestTo(id, EVERY_RULE.keys());
    const hint = closest === undefined ? "" : ` ${closest} is meant, perhaps.`;
    throw new UserError(`${option} is "${id}", which is no rule.${hint} gke-stateful analyze --explain lists them.`);
  }
  return rule;
}
