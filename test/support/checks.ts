import assert from "node:assert/strict";
import { ConfigError } from "../../config/load";
import { configWith } from "./stacks";
import type { Changes, StackName } from "./stacks";

/** A configuration that is refused, and the words that say so. */
export interface Refused {
  readonly stack: StackName;
  readonly changes: Changes;
  /** Full key of the problem. */
  readonly key: string;
  /** Part of what the message says. */
  readonly says: RegExp;
}

/** A configuration that is accepted. */
export interface Accepted {
  readonly stack: StackName;
  readonly changes: Changes;
  /** A warning that it gives all the same. */
  readonly warns?: RegExp;
}

/** The shipped files name a placeholder, and nobody whom alerts of prod are told; both are warned of. */
const PROJECT = { "gcp:project": "shop-data" };
const TOLD = { monitoring: { emails: ["oncall@example.com"] } };

/** Tables of accepted and refused configurations, each one run as a test. */
export function checkTable(
  title: string,
  table: { accepted: Readonly<Record<string, Accepted>>; refused: Readonly<Record<string, Refused>> },
): void {
  describe(title, () => {
    for (const [name, { changes, stack, warns }] of Object.entries(table.accepted)) {
      it(`accepts: ${name}`, () => {
        const { warnings } = configWith(stack, { ...PROJECT, ...(stack === "prod" && TOLD), ...changes });
        if (warns === undefined) {
          assert.deepEqual(warnings, []);
        } else {
          assert.match(warnings.join("\n"), warns);
        }
      });
    }
    for (const [name, refused] of Object.entries(table.refused)) {
      it(`refuses: ${name}`, () => {
        assertRefused(refused);
      });
    }
  });
}

/** Fails unless the configuration is refused with exactly the expected key, for the expected reason, and a way out. */
export function assertRefused({ changes, key, says, stack }: Refused): void {
  assert.throws(
    () => configWith(stack, changes),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError, String(error));
      const problem = error.problems.find((found) => found.key === key);
      assert.ok(problem, `no problem for ${key} in: ${error.message}`);
      assert.match(`${problem.allowed}. ${problem.fix}`, says);
      assert.match(error.message, /^ {2}- \S+ is .+: .+\. .+/m);
      return true;
    },
  );
}
