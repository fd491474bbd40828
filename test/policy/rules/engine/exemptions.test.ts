import assert from "node:assert/strict";
import {
  annotatedExemptions,
  exemptionFault,
  exemptionOf,
  fromConfiguration,
} from "../../../../policy/rules/engine/exemptions";
import { fromPulumi } from "../../../../policy/graph/from-pulumi";
import { asResource, TODAY } from "../../../support/rules";
import type { GraphObject } from "../../../../policy/graph/object";

const annotated = (annotations: unknown): GraphObject =>
  fromPulumi(asResource({ apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "db", annotations } }, 0))[0]!;
const exemption = { rule: "no-backup", object: "StatefulSet default/db", source: "annotation" as const };

describe("exemptionFault", () => {
  for (const [expires, reason, fault] of [
    ["2027-01-31", "a reason", undefined],
    [TODAY, "a reason", undefined],
    ["2026-11-22", "a reason", "expired on 2026-11-22"],
    ["2027-01-31", "", "gives no reason"],
    ["", "a reason", "says no last day"],
    ["soon", "a reason", 'says "soon", which is not a day such as 2027-01-31'],
    ["2027-02-30", "a reason", 'says "2027-02-30", which is not a day such as 2027-01-31'],
    ["2027-11-24", "a leap year, to the day", undefined],
    ["2027-11-25", "a reason", "lasts until 2027-11-25, longer than a year"],
    ["2028-01-01", "a reason", "lasts until 2028-01-01, longer than a year"],
  ] as const) {
    it(`of "${expires}" and "${reason}" is ${String(fault)}`, () => {
      assert.equal(exemptionFault({ ...exemption, expires, reason }, TODAY), fault);
    });
  }
});

it("an annotation that reads otherwise is shown, with how it must read", () => {
  assert.equal(
    exemptionFault({ ...exemption, expires: "", reason: "", misread: "soon" }, TODAY),
    'reads "soon", and not "until 2027-01-31: why the rule does not hold here"',
  );
});

describe("exemptionOf", () => {
  it("reads an annotation", () => {
    const object = annotated({ "exempt.gke-stateful/no-backup": "until 2027-01-31: scratch data,\nmade every night" });
    assert.deepEqual(exemptionOf(object, "no-backup", []), {
      ...exemption,
      expires: "2027-01-31",
      reason: "scratch data,\nmade every night",
    });
    assert.equal(exemptionOf(object, "no-spread", []), undefined);
  });

  it("takes an annotation that reads otherwise for one without a day and a reason", () => {
    const object = annotated({ "exempt.gke-stateful/no-backup": "because I say so" });
    assert.deepEqual(exemptionOf(object, "no-backup", []), {
      ...exemption,
      expires: "",
      reason: "",
      misread: "because I say so",
    });
  });

  it("exempts nobody by an annotation that nobody can read", () => {
    assert.equal(exemptionOf(annotated("<unknown>"), "no-backup", []), undefined);
    assert.equal(exemptionOf(annotated({ "exempt.gke-stateful/no-backup": "<unknown>" }), "no-backup", []), undefined);
    assert.deepEqual(annotatedExemptions(annotated("<unknown>")), []);
  });

  it("finds an object of the configuration by its title or its URN", () => {
    const object = annotated({});
    for (const name of [object.title, object.urn!]) {
      const found = exemptionOf(object, "no-backup", [{ object: name, reason: "r", expires: "2027-01-31" }]);
      assert.equal(found?.source, "configuration");
    }
    assert.equal(exemptionOf(object, "no-backup", [{ object: "StatefulSet db" }]), undefined);
    assert.deepEqual(fromConfiguration({ object: "x" }), {
      object: "x",
      reason: "",
      expires: "",
      source: "configuration",
    });
  });
});
