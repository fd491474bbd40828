import assert from "node:assert/strict";
import { everyHolds, someHolds } from "../../../policy/graph/doubts";
import { GraphObject, Undecidable } from "../../../policy/graph/object";
import { UNKNOWN } from "../../../policy/graph/value";
import type { Value } from "../../../policy/graph/value";

const objectOf = (value: Value): GraphObject =>
  new GraphObject({
    kind: "Pod",
    kindName: "Pod",
    apiVersion: "v1",
    value,
    origin: { file: "a", document: 1 },
    cluster: "",
  });

describe("Field", () => {
  const pod = objectOf({
    metadata: { name: "p", annotations: { "a.b/c": "x" } },
    spec: { containers: [{ image: "i" }, UNKNOWN], grace: 0, flag: "TRUE", nothing: null, later: UNKNOWN },
  });

  it("knows where it is, in the way that people write it", () => {
    assert.equal(pod.at("spec.containers").items[0]?.at("image").path, "spec.containers[0].image");
    assert.equal(pod.at("metadata.annotations").of("a.b/c").path, 'metadata.annotations["a.b/c"]');
    assert.deepEqual(pod.at("spec.containers").items[0]?.at("image").keys, ["spec", "containers", 0, "image"]);
    assert.equal(pod.root.path, "");
  });

  it("gives nothing for what is not there, or is of another type", () => {
    assert.equal(pod.at("spec.absent.deeper").text, undefined);
    assert.equal(pod.at("spec.grace").text, undefined);
    assert.equal(pod.at("spec.grace").number, 0);
    assert.deepEqual(pod.at("spec.grace").items, []);
    assert.deepEqual(pod.at("metadata.name").entries, []);
    assert.equal(pod.at("metadata.constructor").isSet, false);
  });

  it("reads truth values that are written as text", () => {
    assert.equal(pod.at("spec.flag").flag, true);
    assert.equal(pod.at("metadata.name").flag, undefined);
  });

  it("takes null for nothing, and an unknown value for something", () => {
    assert.equal(pod.at("spec.nothing").isSet, false);
    assert.equal(pod.at("spec.later").isSet, true);
  });

  it("throws where a decision needs what is not known, and says which field", () => {
    for (const read of [
      () => pod.at("spec.later").text,
      () => pod.at("spec.later.deeper"),
      () => pod.at("spec.containers").items[1]?.at("image"),
    ]) {
      assert.throws(read, Undecidable);
    }
    assert.throws(
      () => pod.at("spec.later.deeper"),
      (error: unknown) => (error as Undecidable).field.path === "spec.later",
    );
  });

  it("shows values in messages", () => {
    assert.equal(pod.at("spec.grace").shown, "0");
    assert.equal(pod.at("spec.absent").shown, "not set");
    assert.equal(pod.at("spec.later").shown, "(not known yet)");
  });
});

describe("someHolds and everyHolds", () => {
  const unknown = objectOf(UNKNOWN).root;
  const doubt = (): boolean => unknown.known === undefined;
  const holds = (test: () => boolean): boolean => test();

  it("let a yes outweigh a doubt, and a doubt a no", () => {
    assert.equal(someHolds([doubt, () => true], holds), true);
    assert.equal(someHolds([() => false], holds), false);
    assert.throws(() => someHolds([() => false, doubt], holds), Undecidable);
  });

  it("let a no outweigh a doubt, and a doubt a yes", () => {
    assert.equal(everyHolds([doubt, () => false], holds), false);
    assert.equal(everyHolds([], holds), true);
    assert.throws(() => everyHolds([doubt, () => true], holds), Undecidable);
  });

  it("do not take other errors for doubts", () => {
    const broken = (): boolean => {
      throw new RangeError("a mistake in a rule");
    };
    assert.throws(() => someHolds([broken], holds), RangeError);
  });
});
