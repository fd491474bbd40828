import { analyze } from "../../commands/analyze/analyze";
import { folderWith } from "./files";
import { documentsOf, TODAY } from "./rules";
import type { TestDocument } from "./rules";
import type { AnalyzeOptions } from "../../commands/analyze/analyze";
import type { Report, ReportedFinding } from "../../commands/analyze/report/report";

/** Analyzes files of a folder made for it. */
export function analyzed(files: Readonly<Record<string, string | Buffer>>, options: AnalyzeOptions = {}): Report {
  return analyze(["."], { cwd: folderWith(files), today: TODAY, ...options });
}

/** `rule file:line:column message` of each finding. */
export function lines({ findings }: Pick<Report, "findings">): readonly string[] {
  return findings.map(line);
}

/** `rule file:line:column message`. */
export function line({ location, message, rule }: ReportedFinding): string {
  const { file, start } = location;
  return `${rule.id} ${file}:${String(start.line)}:${String(start.column)} ${message}`;
}

/** A StatefulSet that the API server takes, with more of its specification. */
export function statefulSet(name: string, more = ""): string {
  return `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
spec:
  serviceName: ${name}
  replicas: 3
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/${name}:1.0
${more}`;
}

/** Documents of a rule's example, with what makes a workload whole: fragments without a selector are taken for patches. */
export function wholeExample(text: string): readonly TestDocument[] {
  return documentsOf(text).map((document) => {
    const spec = (document["spec"] ?? {}) as Record<string, unknown>;
    const template = spec["template"] as { metadata?: { labels?: unknown } } | undefined;
    return template === undefined || document["apiVersion"] !== "apps/v1"
      ? document
      : { ...document, spec: { selector: { matchLabels: template.metadata?.labels ?? {} }, ...spec } };
  });
}
