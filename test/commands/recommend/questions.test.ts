import assert from "node:assert/strict";
import { PassThrough, Readable } from "node:stream";
import { Cancelled } from "../../../commands/shared/cancelled";
import { ask } from "../../../commands/recommend/questions";

/** Answers to what is asked, and what was written meanwhile. */
async function talk(
  typed: readonly string[],
  given: Readonly<Record<string, unknown>> = {},
): Promise<{ answers: Readonly<Record<string, unknown>>; written: string }> {
  const output = new PassThrough();
  const answers = await ask(given, { input: Readable.from(typed.map((line) => `${line}\n`)), output });
  return { answers, written: String(output.read() ?? "") };
}

describe("questions", () => {
  it("take the default for an empty answer, and nothing where there is none", async () => {
    const { answers } = await talk(["", "", "", "", "", "", "", "", ""]);
    assert.deepEqual(answers, {
      data: "replicated",
      name: "db",
      replicas: undefined,
      size: "20Gi",
      growth: "0",
      rpo: "1d",
      rto: undefined,
      availability: "99",
      budget: undefined,
    });
  });

  it("are asked again until the answer holds, and say why", async () => {
    const { answers, written } = await talk(["nosql", " single ", "db", "0", "2", "20", "20Gi", "", "", "", "", ""]);
    assert.equal(answers["data"], "single");
    assert.equal(answers["replicas"], "2");
    assert.equal(answers["size"], "20Gi");
    assert.match(written, /"nosql": must be one of replicated, single, /);
    assert.match(written, /"0": must be a whole number from 1 to 1000\./);
    assert.match(written, /"20": must have a unit, such as 20Gi\./);
    assert.match(written, /^ {2}sessions {6}one pod and one disk for each caller/m);
  });

  it("are not asked where a flag answers, and not at all where the kind of data says all", async () => {
    const { written } = await talk(["db", "", "", "", "", "", ""], { data: "single", size: "1Gi" });
    assert.doesNotMatch(written, /Kind of data|Data of each pod/);
    assert.deepEqual((await talk(["none"])).answers, { data: "none" });
  });

  it("end by Ctrl-C, and with them the command", async () => {
    const input = new PassThrough();
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    const asked = ask({}, { input, output });
    input.write("single\r\x03");
    await assert.rejects(asked, Cancelled);
  });

  it("stay open where the input ends", async () => {
    const { answers } = await talk(["single", "db"]);
    assert.equal(answers["size"], "20Gi", "the default");
    assert.equal(answers["replicas"], undefined);
  });
});
