import assert from "node:assert/strict";
import { analyzed, lines } from "./analysis";

/** What the API server would refuse in files. */
export function refusedIn(files: Readonly<Record<string, string>>): readonly string[] {
  return lines(analyzed(files, { only: ["invalid-object"] }));
}

export const refused = (text: string): readonly string[] => refusedIn({ "x.yaml": text });

export const workload = (kind: string, spec: string, pod: string, container: string): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  ${spec}
  template:
    metadata: { labels: { app: db } }
    spec:
      ${pod}
      containers: [{ name: db, image: db:1, ${container} }]
`;
export const set = (spec: string): string => workload("StatefulSet", spec, "", "");
export const deployment = (spec: string): string => workload("Deployment", spec, "", "");
export const pod = (spec: string): string => workload("StatefulSet", "serviceName: db", spec, "");
export const container = (fields: string): string => workload("StatefulSet", "serviceName: db", "", fields);
export const object = (apiVersion: string, kind: string, spec: string): string =>
  `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: db }, ${spec} }`;
export const service = (spec: string): string => object("v1", "Service", `spec: { ${spec} }`);
export const claim = (spec: string): string => object("v1", "PersistentVolumeClaim", `spec: { ${spec} }`);

/** Something that the API server refuses, and something that it takes, which is as close as can be. */
export type RefusedCases = Readonly<Record<string, readonly [wrong: string, says: RegExp, right: string]>>;

/** Tests of both sides of each case. */
export function refusedTable(title: string, cases: RefusedCases): void {
  describe(title, () => {
    for (const [name, [wrong, says, right]] of Object.entries(cases)) {
      it(`finds ${name}, and takes what is right`, () => {
        const found = refused(wrong);
        assert.equal(found.length, 1, found.join("\n"));
        assert.match(found[0]!, says);
        assert.deepEqual(refused(right), []);
      });
    }
  });
}
