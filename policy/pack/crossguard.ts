import { Collected } from "./collected";
import { judge, objectsOf, withoutSecrets } from "../rules/engine/evaluate";
import { annotatedExemptions, exemptionFault, fromConfiguration } from "../rules/engine/exemptions";
import { fromPulumi } from "../graph/from-pulumi";
import { exempted, invalidExemption, META_RULES, undecidable } from "../rules/engine/meta-rules";
import { applyRemedy, remedyFor } from "../rules/engine/remedies";
import { advice, findingText } from "../rules/engine/finding-text";
import { installUnpacking, wireOf } from "./sdk";
import type {
  Policy,
  PolicyConfigSchema,
  ReportViolation,
  ResourceRemediation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Doubt, Judgement, RuleConfig } from "../rules/engine/evaluate";
import type { Exemption } from "../rules/engine/exemptions";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";
import type { Rule, DescribedRule, Severity } from "../rules/engine/rule";

/** What rules need to know besides resources. */
export interface PackContext {
  /** The day, as in `2026-11-22`. */
  readonly today: () => string;
  /** Storage classes that the stack's configuration names. */
  readonly configuredClasses: ReadonlySet<string>;
  /** The engine did not show the stack's configuration, as when it judges a state. */
  readonly configurationHidden: boolean;
}

type AnyPolicy = ResourceValidationPolicy | StackValidationPolicy;

/**
 * Rules as CrossGuard policies. What an object alone decides is a resource policy, which refuses it before it is made; what
 * needs other objects is a stack policy. The last three report doubts and exemptions of all the others.
 */
export function policiesOf(rules: readonly Rule[], context: PackContext): AnyPolicy[] {
  installUnpacking();
  const run = new Run(context);
  return [...rules.flatMap((rule) => [policyOf(rule, run), ...remedyPolicies(rule, run)]), ...metaPolicies(rules, run)];
}

/** What one process of the engine has shown and heard so far. */
class Run {
  readonly collected: Collected;
  readonly context: PackContext;
  /** Judgements by rule, then by object. */
  readonly judgements = new Map<string, Map<string, Judgement>>();
  readonly configs = new Map<string, RuleConfig>();

  constructor(context: PackContext) {
    this.context = context;
    this.collected = new Collected(context);
  }

  /** Judges objects, reports what is found, and keeps the rest for the policies that come last. */
  judge(rule: Rule, graph: ObjectGraph, config: RuleConfig, report: Report): void {
    this.configs.set(rule.id, config);
    const byObject = this.judgements.get(rule.id) ?? new Map<string, Judgement>();
    this.judgements.set(rule.id, byObject);
    for (const object of objectsOf(rule, graph)) {
      const judgement = judge(rule, object, graph, { config, today: this.context.today() });
      byObject.set(`${object.urn ?? ""} ${object.title}`, judgement);
      for (const finding of judgement.findings) {
        report(findingText(finding, graph), object);
      }
    }
  }

  get all(): readonly Judgement[] {
    return [...this.judgements.values()].flatMap((byObject) => [...byObject.values()]);
  }
}

type Report = (message: string, object?: GraphObject) => void;

function policyOf(rule: Rule, run: Run): AnyPolicy {
  const policy = describe(rule, configSchema(rule));
  const reporter = rule.severity === "advisory" ? adviser(policy) : plainly;
  if (rule.scope === "object") {
    return {
      ...policy,
      validateResource: (args, report) => {
        run.judge(rule, run.collected.see(args), args.getConfig(), reporter(report));
      },
      ...(rule.remedy !== undefined && { remediateResource: remediation(rule, run) }),
    };
  }
  return {
    ...policy,
    validateStack: (args, report) => {
      run.judge(rule, run.collected.stack(args.resources), args.getConfig(), reporter(report));
    },
  };
}

/** A stack policy cannot change inputs, so that its remedy is a policy of its own. */
function remedyPolicies(rule: Rule, run: Run): ResourceValidationPolicy[] {
  if (rule.scope === "object" || rule.remedy === undefined) {
    return [];
  }
  const policy = describe(rule, configSchema(rule));
  return [
    {
      ...policy,
      name: `${rule.id}-remedy`,
      displayName: `${rule.title} (remedy)`,
      remediateResource: remediation(rule, run),
    },
  ];
}

function remediation(rule: Rule, run: Run): ResourceRemediation {
  return (args) => {
    const resource = {
      urn: args.urn,
      type: args.type,
      name: args.name,
      inputs: wireOf(args.props),
      isProtected: args.opts.protect,
      ignoreChanges: args.opts.ignoreChanges,
    };
    const [object] = fromPulumi(resource);
    const changes =
      object === undefined
        ? undefined
        : remedyFor(rule, object, { today: run.context.today(), config: args.getConfig() });
    if (changes === undefined) {
      return undefined;
    }
    applyRemedy(args.props, changes);
    return args.props;
  };
}

function describe(rule: DescribedRule, schema?: PolicyConfigSchema): Policy {
  const [framework] = rule.frameworks ?? [];
  return {
    name: rule.id,
    displayName: rule.title,
    description: rule.title,
    severity: SEVERITIES[rule.severity],
    tags: [rule.severity === "advisory" ? "advice" : "rule", `effort:${rule.effort.time}`],
    remediationSteps: [rule.remediation, `Effort: ${rule.effort.time}. ${rule.effort.why}`].join("\n\n"),
    url: rule.url,
    ...(framework !== undefined && {
      framework: {
        name: framework.name,
        version: framework.version ?? "",
        reference: rule.url,
        specification: framework.control,
      },
    }),
    ...(schema !== undefined && { configSchema: schema }),
  };
}

/** Pulumi's severities, which know no advice. */
const SEVERITIES: Readonly<Record<Severity, "critical" | "high" | "medium" | "low">> = {
  critical: "critical",
  high: "high",
  medium: "medium",
  low: "low",
  advisory: "low",
};

/** What can be configured: the rule's own settings, and exemptions. What an exemption lacks is reported, not refused. */
function configSchema({ settings }: Rule): PolicyConfigSchema {
  const text = { type: "string" as const };
  return {
    properties: {
      ...structuredClone(settings as PolicyConfigSchema["properties"] | undefined),
      exemptions: {
        type: "array",
        description: "Objects to which the rule does not apply, each with its last day and the reason.",
        items: {
          type: "object",
          properties: { object: text, expires: text, reason: text },
          required: ["object"],
          additionalProperties: false,
        },
      },
    },
  };
}

function plainly(report: ReportViolation): Report {
  return (message, object) => {
    report(message, object?.urn);
  };
}

/** Reports that never stop an update, whatever `all` says. The SDK takes a level with a report, though its types do not say so. */
function adviser({ description }: Policy): (report: ReportViolation) => Report {
  return (report) => (message, object) => {
    const violation = { message: `${description}\n${message}`, enforcementLevel: "advisory", urn: object?.urn };
    (report as unknown as (violation: object) => void)(violation);
  };
}

function metaPolicies(rules: readonly Rule[], run: Run): StackValidationPolicy[] {
  const reporters: Readonly<Record<string, (graph: ObjectGraph, report: Report) => void>> = {
    [undecidable.id]: (graph, report) => {
      reportDoubts(run, graph, report);
    },
    [exempted.id]: (graph, report) => {
      reportExempted(run, graph, report);
    },
    [invalidExemption.id]: (graph, report) => {
      reportInvalid(rules, run, graph, report);
    },
  };
  return META_RULES.map((rule) => {
    const policy = describe(rule);
    const reporter = rule.severity === "advisory" ? adviser(policy) : plainly;
    return {
      ...policy,
      validateStack: (args, report) => {
        reporters[rule.id]?.(run.collected.stack(args.resources), reporter(report));
      },
    };
  });
}

/** One report for each object and unknown field, with the rules that wait for it. */
function reportDoubts(run: Run, graph: ObjectGraph, report: Report): void {
  const doubts = run.all.flatMap((judgement) => judgement.doubts);
  for (const group of Map.groupBy(doubts, doubtKey).values()) {
    const [{ message, object }] = group as [Doubt];
    const rules = [...new Set(group.map(({ rule }) => rule.id))].join(", ");
    report(withoutSecrets(`${object.title} ${message}\nRules that wait for it: ${rules}`, graph), object);
  }
}

function doubtKey({ message, object }: Doubt): string {
  return `${object.urn ?? object.title} ${message}`;
}

function reportExempted(run: Run, graph: ObjectGraph, report: Report): void {
  for (const { expires, object, reason, rule, source } of run.all.flatMap((one) => one.exempted ?? [])) {
    const text = `${object} is exempt from ${rule} until ${expires} (${source}): ${reason}`;
    report(
      withoutSecrets(text, graph),
      graph.objects.find((one) => one.title === object),
    );
  }
}

function reportInvalid(rules: readonly Rule[], run: Run, graph: ObjectGraph, report: Report): void {
  const configured = [...run.configs].flatMap(([rule, { exemptions = [] }]) =>
    exemptions.map((exemption) => ({ rule, ...fromConfiguration(exemption) })),
  );
  const found: readonly (Exemption & { readonly on?: GraphObject })[] = [
    ...configured,
    ...graph.objects.flatMap((on) => annotatedExemptions(on).map((exemption) => ({ ...exemption, on }))),
  ];
  const ids = new Set(rules.map(({ id }) => id));
  const objects = new Set(graph.objects.flatMap(({ title, urn }) => [title, urn]));
  const faultOf = (exemption: Exemption): string | undefined => {
    if (!ids.has(exemption.rule)) {
      return "names a rule that does not exist";
    }
    const isThere = objects.has(exemption.object);
    return isThere ? exemptionFault(exemption, run.context.today()) : "names an object that is not here";
  };
  for (const { on, ...exemption } of found) {
    const fault = faultOf(exemption);
    if (fault !== undefined) {
      const text = `The exemption of ${exemption.object} from ${exemption.rule} (${exemption.source}) ${fault}.`;
      report([withoutSecrets(text, graph), ...advice(invalidExemption)].join("\n"), on);
    }
  }
}
