import { annotatedExemptions, EXEMPT_PREFIX, exemptionFault } from "../../policy/rules/engine/exemptions";
import { META_RULES, invalidExemption } from "../../policy/rules/engine/meta-rules";
import { RULES } from "../../policy/rules";
import { invalidObject, OWN_RULES, repeatedKey, unknownExemption, unreadable } from "./own-rules";
import { pathOf } from "../../policy/graph/paths";
import { placeOf, regionOf } from "./input/positions";
import { patchText } from "./patches/patch-text";
import type { Finding } from "../../policy/rules/engine/evaluate";
import type { GraphObject } from "../../policy/graph/object";
import type { Patch } from "../../policy/rules/engine/patch";
import type { DescribedRule } from "../../policy/rules/engine/rule";
import type { Document } from "./input/document";
import type { InputFault } from "./input/read";
import type { Written } from "./patches/replacements";
import type { Location, ReportedFinding, ReportedObject } from "./report/report";
import type { Validator } from "./schemas/validate";

/** Everything that can complain, by name. */
export const EVERY_RULE: ReadonlyMap<string, DescribedRule> = new Map(
  [...RULES, ...META_RULES, ...OWN_RULES].map((rule) => [rule.id, rule] as const),
);

/** A complaint, before it is written out. */
interface Complaint {
  readonly rule: DescribedRule;
  readonly object: GraphObject;
  /** Keys from the object. */
  readonly keys: readonly (string | number)[];
  readonly field: string;
  readonly message: string;
  readonly patch?: (() => Patch) | undefined;
}

/** Turns complaints about objects into findings with places in files. */
export class Finder {
  private readonly documents: readonly Document[];

  /** @param documents by the numbers that objects carry */
  constructor(documents: readonly Document[]) {
    this.documents = documents;
  }

  /** What rules found. */
  ofRules(findings: readonly Finding[]): readonly ReportedFinding[] {
    return this.byDocument(
      findings.map(({ at, field, message, object, patch, rule }) => ({
        rule,
        object: at.owner,
        keys: at.keys,
        field,
        message: at.owner === object ? message : `${message} (of ${object.title})`,
        patch,
      })),
    );
  }

  /** What the API server would refuse. */
  ofSchemas(objects: readonly GraphObject[], validator: Validator): readonly ReportedFinding[] {
    return this.byDocument(
      objects.flatMap((object) =>
        validator
          .check(object)
          .map(({ keys, says }) => ({ rule: invalidObject, object, keys, field: pathOf(keys), message: says })),
      ),
    );
  }

  /** Exemptions by annotation that do not count. */
  ofExemptions(objects: readonly GraphObject[], today: string): readonly ReportedFinding[] {
    return this.byDocument(
      objects.flatMap((object) =>
        annotatedExemptions(object).flatMap((exemption) => {
          const keys = ["metadata", "annotations", EXEMPT_PREFIX + exemption.rule];
          const fault = exemptionFault(exemption, today);
          const base = { object, keys, field: pathOf(keys) };
          if (!EVERY_RULE.has(exemption.rule)) {
            return [{ ...base, rule: unknownExemption, message: `is exempt from ${exemption.rule}, which is no rule` }];
          }
          return fault === undefined
            ? []
            : [
                {
                  ...base,
                  rule: invalidExemption,
                  message: `is exempt from ${exemption.rule} by an annotation that ${fault}`,
                },
              ];
        }),
      ),
    );
  }

  /** What is wrong with files and documents themselves. */
  ofInput(faults: readonly InputFault[]): readonly ReportedFinding[] {
    return faults.map(({ kind, offset, says, source }) => {
      const rule = kind === "unreadable" ? unreadable : repeatedKey;
      const point = source.pointAt(offset);
      return {
        rule,
        severity: rule.severity,
        message: says,
        object: undefined,
        field: "",
        location: { file: source.file, start: point, end: point },
        patch: undefined,
      };
    });
  }

  /** Positions are found document by document, because that is how they are read again. */
  private byDocument(complaints: readonly Complaint[]): readonly ReportedFinding[] {
    const documentOf = ({ object }: Complaint): number => originOf(object).document;
    return complaints
      .toSorted((one, other) => documentOf(one) - documentOf(other))
      .map((complaint) => this.finding(complaint));
  }

  private finding({ field, keys, message, object, patch, rule }: Complaint): ReportedFinding {
    const { document: index, keys: prefix = [] } = originOf(object);
    const document = this.documents[index];
    if (document === undefined) {
      throw new Error(`document ${String(index)} is not of this run`);
    }
    const place = placeOf(document, [...prefix, ...keys]);
    const location: Location = { file: document.source.file, ...regionOf(document, place) };
    const written = (owner: GraphObject): Written => this.written(owner);
    return {
      rule,
      severity: rule.severity,
      message,
      object: reported(object),
      field,
      location,
      // Most formats do not show it, and it takes its time.
      get patch() {
        return patch && patchText(patch(), object, written);
      },
    };
  }

  private written(object: GraphObject): Written {
    const { document, keys = [] } = originOf(object);
    return { document: this.documents[document], prefix: keys };
  }
}

interface FileOrigin {
  readonly document: number;
  readonly keys?: readonly (string | number)[];
}

function originOf({ facts: { origin } }: GraphObject): FileOrigin {
  if ("urn" in origin) {
    throw new Error("an object of a program has no place in a file");
  }
  return origin;
}

/** An object as findings name it. */
function reported(object: GraphObject): ReportedObject {
  const { apiVersion, kindName } = object.facts;
  const namespace = object.title.includes("/") ? object.namespace : undefined;
  return { apiVersion, kind: kindName, namespace, name: object.name ?? "", title: object.title };
}
