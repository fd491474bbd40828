import { pathToFileURL } from "node:url";
import { fingerprintOf } from "../report/fingerprint";
import type { DescribedRule, Severity } from "../../../policy/rules/engine/rule";
import type { Location, Replacement, Report, ReportedFinding } from "../report/report";

/** What a report in this format says about the tool. */
export interface SarifOptions {
  /** Version of the tool. */
  readonly toolVersion: string;
}

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const ROOT = "https://www.npmjs.com/package/gke-stateful";

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  advisory: "note",
};
/** GitHub sorts by these. @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#reportingdescriptor-object */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.0",
  low: "2.0",
  advisory: "0.0",
};

/** A report as SARIF 2.1.0, for code scanning. @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifOf(report: Report, { toolVersion }: SarifOptions): string {
  const all = [...report.findings, ...report.known];
  const rules = [...new Map(all.map(({ rule }) => [rule.id, rule])).values()];
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const known = new Set(report.known);
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "gke-stateful", version: toolVersion, informationUri: ROOT, rules: rules.map(ruleOf) },
        },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: report.complete }],
        results: all.map((finding) => resultOf(finding, indexes.get(finding.rule.id) ?? 0, known.has(finding))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf({ effort, id, outcome, remediation, severity, title, url, why }: DescribedRule): object {
  return {
    id,
    name: id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: why },
    help: { text: `${why} Mend: ${remediation} Effort: ${effort.time}. ${effort.why} Then: ${outcome}` },
    helpUri: url,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      severity,
      effort: effort.time,
      "security-severity": SECURITY_SEVERITIES[severity],
      tags: ["kubernetes"],
    },
  };
}

function resultOf(finding: ReportedFinding, ruleIndex: number, isKnown: boolean): object {
  const { location, message, object, patch, rule, severity } = finding;
  const subject = object === undefined ? "" : `${object.title} `;
  return {
    ruleId: rule.id,
    ruleIndex,
    level: LEVELS[severity],
    baselineState: isKnown ? "unchanged" : "new",
    message: { text: `${subject}${message}. ${rule.remediation}` },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(location), region: regionOf(location) },
        ...(object !== undefined && { logicalLocations: [{ fullyQualifiedName: object.title, kind: "resource" }] }),
      },
    ],
    partialFingerprints: { "gkeStateful/v1": fingerprintOf(finding) },
    ...(patch !== undefined && patch.replacements.length > 0 && { fixes: [fixOf(rule.title, patch.replacements)] }),
  };
}

function fixOf(title: string, replacements: readonly Replacement[]): object {
  const byFile = [...Map.groupBy(replacements, ({ file }) => file).values()];
  return {
    description: { text: title },
    artifactChanges: byFile.map((all) => ({
      artifactLocation: artifact(all[0] ?? { file: "" }),
      replacements: all.map((one) => ({ deletedRegion: regionOf(one), insertedContent: { text: one.text } })),
    })),
  };
}

function artifact({ file }: { readonly file: string }): object {
  // An absolute path is no URI yet, and a relative one has to keep its slashes.
  return { uri: file.startsWith("/") ? pathToFileURL(file).href : file.split("/").map(encodeURIComponent).join("/") };
}

function regionOf({ end, start }: Location): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
