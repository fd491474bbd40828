import { createInterface } from "node:readline/promises";
import { Cancelled } from "../shared/cancelled";
import { DATA_KINDS, needsNoMore, requirementsSchema } from "./requirements";
import type { ZodType } from "zod";

/** Where questions go, and where answers come from. */
export interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** The terminal, if a person sits at it. Questions go to standard error: standard output is the configuration's. */
export function terminal(): Streams | undefined {
  return process.stdin.isTTY && process.stderr.isTTY ? { input: process.stdin, output: process.stderr } : undefined;
}

/** What is asked, in this order, and what an empty answer means. */
const QUESTIONS: readonly {
  readonly key: keyof typeof requirementsSchema.shape;
  readonly text: string;
  readonly byDefault?: string;
}[] = [
  { key: "data", text: `Kind of data\n${kinds()}`, byDefault: "replicated" },
  { key: "name", text: "Name of the workload", byDefault: "db" },
  { key: "replicas", text: "Number of pods (empty: what the data needs)" },
  { key: "size", text: "Data of each pod today, such as 20Gi", byDefault: "20Gi" },
  { key: "growth", text: "Growth of each pod's data a month", byDefault: "0" },
  { key: "rpo", text: "Most data that may be lost, in time: 0, 30m, 4h, 1d, or any", byDefault: "1d" },
  { key: "rto", text: "Longest time without service after a failure, such as 30m (empty: no matter)" },
  { key: "availability", text: "Percent of a month in which it answers", byDefault: "99" },
  { key: "budget", text: "Most that a month may cost, in US dollars (empty: no matter)" },
];

function kinds(): string {
  return Object.entries(DATA_KINDS)
    .map(([kind, meaning]) => `  ${kind.padEnd(13)} ${meaning}`)
    .join("\n");
}

/**
 * Asks for what is not given, each question until its answer holds. Who ends the input (Ctrl-D) leaves the rest open. Errors: Cancelled by
 * Ctrl-C.
 */
export async function ask(
  given: Readonly<Record<string, unknown>>,
  { input, output }: Streams,
): Promise<Readonly<Record<string, unknown>>> {
  const reader = createInterface({ input, output });
  const answers: Record<string, unknown> = { ...given };
  try {
    const lines = reader[Symbol.asyncIterator]();
    const cancelled = new Promise<never>((_, reject) => {
      reader.on("SIGINT", () => {
        reject(new Cancelled());
      });
    });
    // Without it, a refusal before the first question would be nobody's.
    cancelled.catch(() => undefined);
    const next = (): Promise<IteratorResult<string, undefined>> => Promise.race([lines.next(), cancelled]);
    for (const { byDefault, key, text } of QUESTIONS.filter((one) => given[one.key] === undefined)) {
      if (needsNoMore(answers)) {
        break;
      }
      const question = `${text}${byDefault === undefined ? "" : ` [${byDefault}]`}: `;
      answers[key] = await answerTo(question, { byDefault, next, output, schema: requirementsSchema.shape[key] });
    }
  } finally {
    reader.close();
  }
  return answers;
}

async function answerTo(
  question: string,
  {
    byDefault,
    next,
    output,
    schema,
  }: {
    byDefault: string | undefined;
    next: () => Promise<IteratorResult<string, undefined>>;
    output: NodeJS.WritableStream;
    schema: ZodType;
  },
): Promise<string | undefined> {
  for (;;) {
    output.write(question);
    const { done, value } = await next();
    const typed = done === true ? "" : value.trim();
    const answer = typed === "" ? byDefault : typed;
    const result = schema.safeParse(answer);
    if (result.success || done === true) {
      return answer;
    }
    output.write(`  ${JSON.stringify(answer)}: ${result.error.issues[0]?.message ?? "does not hold"}.\n`);
  }
}
