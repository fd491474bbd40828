import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../../commands/main";
import { ROOT } from "../support/stacks";
import type { Command } from "commander";

/** `npx gke-stateful …` as pages and messages have it: until the line, the code or the text ends, or a shell goes on with something else. */
const WRITTEN = /npx gke-stateful((?: +(?:'[^'\n]*'|[^\s`"'|>&;()#,]+))*)/g;
/** A word that ends a sentence, or stands for something. */
const STOP = /[.:]$/;

/** What is wrong with a command line that somebody wrote; undefined where it would be understood. */
function fault(line: string): string | undefined {
  const words = line.match(/'[^']*'|\S+/g) ?? [];
  let command: Command = program();
  const rest: string[] = [];
  for (const [index, word] of words.entries()) {
    const next = rest.length === 0 ? command.commands.find((one) => one.name() === word) : undefined;
    if (next !== undefined) {
      command = next;
    } else {
      rest.push(index === words.length - 1 ? word.replace(STOP, "") : word);
    }
  }
  for (const [index, word] of rest.entries()) {
    // A dash alone is standard input.
    if (!word.startsWith("-") || word === "-") {
      continue;
    }
    const option = command.options.find(({ long, short }) => [long, short].includes(word));
    if (option === undefined && word !== "--help") {
      return `${command.name()} has no ${word}`;
    }
    if (option?.required === true && /^(?:-.+)?$/.test(rest[index + 1] ?? "")) {
      return `${word} needs a value`;
    }
  }
  return command.commands.length > 0 && command.registeredArguments.length === 0 && isUnknown(command, rest)
    ? `${command.name()} has no ${rest[0] ?? ""}`
    : undefined;
}

/** Whether a verb is named that there is not: words of a sentence that goes on are none. */
function isUnknown(command: Command, [first]: readonly string[]): boolean {
  return first !== undefined && !first.startsWith("-") && command.parent === null;
}

describe("command lines that pages and messages name", () => {
  const files = globSync(
    "{README.md,docs/**/*.md,{commands,policy,cluster,components,config,monitoring}/**/*.{ts,yaml}}",
    { cwd: ROOT },
  );
  const lines = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), "utf8").matchAll(WRITTEN)].map(([, words = ""]) => ({
      file,
      line: words.trim(),
    })),
  );

  it("are many, and in the runbooks too", () => {
    assert.ok(lines.length > 100, String(lines.length));
    assert.ok(lines.some(({ file }) => file.startsWith("docs/runbooks/")));
  });

  it("exist, with their options", () => {
    const wrong = lines.flatMap(({ file, line }) => {
      const why = fault(line);
      return why === undefined ? [] : [`${file}: npx gke-stateful ${line}: ${why}`];
    });
    assert.deepEqual(wrong, []);
  });

  it("are found wrong where they are", () => {
    assert.equal(fault("volumes list --nothing"), "list has no --nothing");
    assert.equal(fault("volumes migrate db --namespace"), "--namespace needs a value");
    assert.equal(fault("volume list"), "gke-stateful has no volume");
  });
});
