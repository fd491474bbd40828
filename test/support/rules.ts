import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { evaluate } from "../../policy/rules/engine/evaluate";
import { EXEMPT_PREFIX } from "../../policy/rules/engine/exemptions";
import { fromManifest } from "../../policy/graph/from-manifests";
import { fromStack } from "../../policy/graph/from-pulumi";
import { ObjectGraph } from "../../policy/graph/graph";
import { groupOf } from "../../policy/graph/kinds";
import type { Evaluation, RuleConfig } from "../../policy/rules/engine/evaluate";
import type { PulumiResource } from "../../policy/graph/from-pulumi";
import type { GraphContext } from "../../policy/graph/graph";
import type { GraphObject } from "../../policy/graph/object";
import type { Rule } from "../../policy/rules/engine/rule";

/** The day on which tests judge. */
export const TODAY = "2026-11-23";
/** In a test's YAML, a value that is not known yet. */
const UNKNOWN_TEXT = "<unknown>";
/** Pulumi's own text for it. Source: @pulumi/policy, proxy.js */
const WIRE_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A document of a test: a manifest, or a Pulumi resource by `type` and `properties`. */
export type TestDocument = Readonly<Record<string, unknown>>;

/** Documents of a YAML text. */
export function documentsOf(yaml: string): readonly TestDocument[] {
  return parseAllDocuments(yaml).map((document) => {
    assert.deepEqual(document.errors, [], yaml);
    return document.toJS() as TestDocument;
  });
}

const PROJECT = "urn:pulumi:test::test::";

/** A document as the engine would show it: with options, and with references between resources by their names. */
export function asResource(document: TestDocument, index: number): PulumiResource {
  const {
    options = {},
    properties,
    type,
  } = document as {
    type?: string;
    properties?: Record<string, unknown>;
    options?: Partial<PulumiResource> & { protect?: boolean };
  };
  const inputs = deepFreeze(withUnknowns(properties ?? document) as Record<string, unknown>);
  const token = type ?? typeOf(document);
  const name = options.name ?? `resource-${String(index)}`;
  return {
    urn: `${PROJECT}${token}::${name}`,
    type: token,
    name,
    inputs,
    isProtected: options.protect === true,
    ignoreChanges: options.ignoreChanges ?? [],
    provider: options.provider,
    references: Object.fromEntries(
      Object.entries(options.references ?? {}).map(([key, urns]) => [key, urns.map((urn) => PROJECT + urn)]),
    ),
    dependencies: (options.dependencies ?? []).map((urn) => PROJECT + urn),
  };
}

function typeOf({ apiVersion, kind }: TestDocument): string {
  const version = String(apiVersion);
  return `kubernetes:${groupOf(version) === "" ? `core/${version}` : version}:${String(kind)}`;
}

function withUnknowns(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withUnknowns);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withUnknowns(inner)]));
  }
  return value === UNKNOWN_TEXT ? WIRE_UNKNOWN : value;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

/** What a rule says about documents, as Pulumi resources. */
function judgeResources(rule: Rule, documents: readonly TestDocument[], options: JudgeOptions = {}): Evaluation {
  return evaluateAll(rule, fromStack(documents.map(asResource)), options);
}

/** What a rule says about documents, as a file of manifests. */
function judgeManifests(rule: Rule, documents: readonly TestDocument[], options: JudgeOptions = {}): Evaluation {
  const objects = documents.flatMap((value, index) =>
    fromManifest({ file: options.files?.[index] ?? "test.yaml", document: index, value: deepFreeze(value) }),
  );
  return evaluateAll(rule, objects, options);
}

/** Circumstances of a judgement. */
interface JudgeOptions {
  readonly config?: RuleConfig;
  readonly context?: GraphContext;
  /** File of each document. @default all in one */
  readonly files?: readonly string[];
}

function evaluateAll(
  rule: Rule,
  objects: readonly GraphObject[],
  { config = {}, context = {} }: JudgeOptions,
): Evaluation {
  if (rule.scope === "graph") {
    return evaluate(new ObjectGraph(objects, context), [rule], { today: TODAY, configs: { [rule.id]: config } });
  }
  // What the object alone decides is judged alone, as in a resource policy.
  const parts = objects.map((object) =>
    evaluate(new ObjectGraph([object], context), [rule], { today: TODAY, configs: { [rule.id]: config } }),
  );
  return {
    findings: parts.flatMap(({ findings }) => findings),
    doubts: parts.flatMap(({ doubts }) => doubts),
    exempted: parts.flatMap(({ exempted }) => exempted),
  };
}

/** A case that a rule accepts: YAML, or YAML with circumstances. */
type ValidCase = string | ({ readonly yaml: string } & JudgeOptions);

/** A case that a rule refuses. */
interface InvalidCase extends JudgeOptions {
  readonly yaml: string;
  /** What each finding says, in order. */
  readonly says: readonly RegExp[];
}

/** A case in which a rule cannot decide. */
interface UnknownCase extends JudgeOptions {
  readonly yaml: string;
  /** The field that is not known. */
  readonly field: string;
}

/** Cases of a rule. */
export interface RuleCases {
  readonly valid?: Readonly<Record<string, ValidCase>>;
  readonly invalid?: Readonly<Record<string, InvalidCase>>;
  readonly unknown?: Readonly<Record<string, UnknownCase>>;
  /** Paths that may be unknown without a doubt, because an unknown value there is as good as a right one, or decides nothing. */
  readonly unknownPasses?: RegExp;
}

/** Runs the cases of a rule, and its example, through both fronts. */
export function ruleTest(rule: Rule, cases: RuleCases = {}): void {
  const { example, id } = rule;
  const invalid = { "its example": { yaml: example.wrong, says: [] }, ...cases.invalid };
  const valid = { "its example": example.right, ...cases.valid };
  describe(id, () => {
    for (const [name, one] of Object.entries<ValidCase>(valid)) {
      it(`accepts ${name}`, () => {
        const { yaml, ...options } = typeof one === "string" ? { yaml: one } : one;
        const { doubts, findings } = judgeBoth(rule, documentsOf(yaml), options);
        assert.deepEqual(messages({ findings, doubts }), []);
      });
    }
    for (const [name, { says, yaml, ...options }] of Object.entries<InvalidCase>(invalid)) {
      it(`refuses ${name}`, () => {
        assertRefused(judgeBoth(rule, documentsOf(yaml), options), says);
      });
      it(`accepts ${name} where it is exempt`, () => {
        assertExemptible(rule, documentsOf(yaml), options);
      });
      it(`never passes ${name} because something is not known`, () => {
        assertUnknownsAreSaid(rule, documentsOf(yaml), options, cases.unknownPasses);
      });
    }
    for (const [name, { field, yaml, ...options }] of Object.entries(cases.unknown ?? {})) {
      it(`cannot decide ${name}`, () => {
        const { doubts, findings } = judgeResources(rule, documentsOf(yaml), options);
        assert.deepEqual(
          findings.map(({ message }) => message),
          [],
        );
        assert.deepEqual([...new Set(doubts.map((doubt) => doubt.field))], [field]);
        assert.match(doubts[0]!.message, /cannot be judged in full, because/);
      });
    }
  });
}

function messages({ doubts, findings }: Pick<Evaluation, "doubts" | "findings">): readonly string[] {
  return [...findings, ...doubts].map(({ message, object }) => `${object.title} ${message}`);
}

function assertRefused({ findings }: Evaluation, says: readonly RegExp[]): void {
  assert.ok(findings.length > 0, "no finding");
  if (says.length > 0) {
    assert.equal(findings.length, says.length, findings.map(({ message }) => message).join("\n"));
    findings.forEach(({ message }, index) => {
      assert.match(message, says[index]!);
    });
  }
  for (const { message } of findings) {
    assert.doesNotMatch(message, /undefined|\[object|NaN|null/);
    assert.doesNotMatch(message, /\.$/, "a finding is a clause; who prints it ends the sentence");
  }
}

/** Both fronts where the documents are all manifests and everything is known; they must agree. */
function judgeBoth(rule: Rule, documents: readonly TestDocument[], options: JudgeOptions): Evaluation {
  const byFile = options.files !== undefined;
  const manifestsOnly = documents.every(
    (document) => document["type"] === undefined && document["options"] === undefined,
  );
  const known = !JSON.stringify(documents).includes(UNKNOWN_TEXT);
  if (byFile) {
    return judgeManifests(rule, documents, options);
  }
  const fromProgram = judgeResources(rule, documents, options);
  if (manifestsOnly && known && !PULUMI_ONLY.includes(rule.id)) {
    const fromFile = judgeManifests(rule, documents, options);
    assert.deepEqual(messages(fromFile), messages(fromProgram), "both fronts agree");
    assert.deepEqual(
      fromFile.findings.map(({ field }) => field),
      fromProgram.findings.map(({ field }) => field),
    );
  }
  return fromProgram;
}

/** Rules about how Pulumi handles a resource. */
const PULUMI_ONLY = ["replacement-kills-pods", "unprotected-data"];

function assertExemptible(rule: Rule, documents: readonly TestDocument[], options: JudgeOptions): void {
  const judgeThem = options.files === undefined ? judgeResources : judgeManifests;
  const { findings } = judgeThem(rule, documents, options);
  const exemptions = findings.map(({ object }) => ({ object: object.title, expires: "2027-01-31", reason: "a test" }));
  const byConfig = judgeThem(rule, documents, { ...options, config: { ...options.config, exemptions } });
  assert.deepEqual(byConfig.findings, []);
  assert.ok(byConfig.exempted.length > 0, "exemptions are listed");
  const kubernetes = documents.filter((document) => document["kind"] !== undefined);
  const annotated = documents.map((document) =>
    document["kind"] === undefined
      ? document
      : annotate(document, { [EXEMPT_PREFIX + rule.id]: "until 2027-01-31: a test" }),
  );
  if (kubernetes.length === documents.length) {
    assert.deepEqual(judgeThem(rule, annotated, options).findings, [], "by annotation");
  }
}

function annotate(document: TestDocument, annotations: Record<string, string>): TestDocument {
  const metadata = (document["metadata"] ?? {}) as Record<string, unknown>;
  const all = { ...(metadata["annotations"] as Record<string, string> | undefined), ...annotations };
  return { ...document, metadata: { ...metadata, annotations: all } };
}

/** Replaces every value in turn by one that is not known. The finding must stay, or a doubt must take its place. */
function assertUnknownsAreSaid(
  rule: Rule,
  documents: readonly TestDocument[],
  options: JudgeOptions,
  passes: RegExp | undefined,
): void {
  if (options.files !== undefined) {
    return;
  }
  documents.forEach((document, index) => {
    for (const path of pathsOf(document["properties"] ?? document)) {
      const shown = path.join(".");
      if (/^(?:apiVersion|kind|type|options)/.test(shown) || passes?.test(shown) === true) {
        continue;
      }
      const inner = document["properties"] === undefined ? path : ["properties", ...path];
      const changed = documents.map((one, at) => (at === index ? (replaced(one, inner) as TestDocument) : one));
      const { doubts, findings } = judgeResources(rule, changed, options);
      assert.ok(
        findings.length + doubts.length > 0,
        `passes in silence while ${shown} of document ${String(index + 1)} is not known`,
      );
    }
  });
}

function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])]);
}

function replaced(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) {
    return UNKNOWN_TEXT;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === key ? replaced(item, rest) : item));
  }
  const map = value as Record<string, unknown>;
  return { ...map, [key]: replaced(map[key], rest) };
}
