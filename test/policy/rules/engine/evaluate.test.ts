import assert from "node:assert/strict";
import { evaluate, withoutSecrets } from "../../../../policy/rules/engine/evaluate";
import { fromPulumi } from "../../../../policy/graph/from-pulumi";
import { ObjectGraph } from "../../../../policy/graph/graph";
import { defineRule, problem } from "../../../../policy/rules/engine/rule";
import { wireSecret } from "../../../../commands/plan/engine/wire";
import { asResource, TODAY } from "../../../support/rules";
import type { Rule } from "../../../../policy/rules/engine/rule";

const description = {
  severity: "low",
  title: "t",
  why: "w",
  remediation: "r",
  effort: { time: "minutes", why: "w" },
  outcome: "o",
  url: "https://kubernetes.io/",
  example: { wrong: "", right: "" },
  kinds: ["Service"],
  scope: "graph",
} as const;
const rule = (id: string, check: Rule["check"]): Rule => defineRule({ ...description, id, check });
const service = (spec: object): ObjectGraph =>
  new ObjectGraph(fromPulumi(asResource({ apiVersion: "v1", kind: "Service", metadata: { name: "s" }, spec }, 0)));

describe("evaluate", () => {
  it("keeps what a rule found before it met what is not known", () => {
    const half = rule("half", function* (object) {
      yield problem(object.at("spec.type"), "is wrong");
      yield problem(object.at("spec.later"), `is ${object.at("spec.later").text ?? ""}`);
    });
    const { doubts, findings } = evaluate(service({ type: "x", later: "<unknown>" }), [half], { today: TODAY });
    assert.deepEqual(
      findings.map(({ field, message }) => [field, message]),
      [["spec.type", "is wrong"]],
    );
    assert.match(
      doubts[0]?.message ?? "",
      /because spec\.later is not known before the resource that it comes from exists/,
    );
  });

  it("does not take a mistake in a rule for a doubt", () => {
    const broken = rule("broken", () => {
      throw new RangeError("a mistake");
    });
    assert.throws(() => evaluate(service({}), [broken], { today: TODAY }), RangeError);
  });

  it("gives a rule its settings", () => {
    const limited = defineRule({
      ...description,
      id: "limited",
      settings: { limit: { type: "integer", default: 1, description: "A limit." } },
      *check(object, _graph, { limit }) {
        if ((object.at("spec.n").number ?? 0) > limit) {
          yield problem(object.at("spec.n"), `is above ${String(limit)}`);
        }
      },
    });
    assert.equal(evaluate(service({ n: 2 }), [limited], { today: TODAY }).findings.length, 1);
    const configs = { limited: { limit: 2 } };
    assert.equal(evaluate(service({ n: 2 }), [limited], { today: TODAY, configs }).findings.length, 0);
  });
});

describe("withoutSecrets", () => {
  const graph = service({
    password: wireSecret("a(b"),
    pin: wireSecret(42),
    three: wireSecret("abc"),
    four: wireSecret("wxyz"),
    url: wireSecret("db-a(b"),
    empty: wireSecret(""),
  });

  it("leaves no secret in a message, the longest first", () => {
    assert.equal(withoutSecrets("runs db-a(b and a(b", graph), "runs [secret] and [secret]");
  });

  it("looks for a short one only where it stands alone", () => {
    assert.equal(withoutSecrets("42 of 142 at 4.42", graph), "[secret] of 142 at 4.42");
    assert.equal(withoutSecrets("abc in xabcx", graph), "[secret] in xabcx");
  });

  it("looks for one of four characters or more within words too", () => {
    assert.equal(withoutSecrets("wxyz in 1wxyz2", graph), "[secret] in 1[secret]2");
  });
});
