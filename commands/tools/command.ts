import { Command } from "commander";

/** `tools`: builds the programs that a rehearsal runs. */
export function toolsCommand(): Command {
  return new Command("tools")
    .description("Build the programs that a rehearsal runs, once, into the user's cache. It needs Go.")
    .action(() => load().runTools());
}

/** Loaded when somebody asks. */
function load(): typeof import("./run") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() is not CommonJS
  return require("./run") as typeof import("./run");
}
