import { Argument, Command } from "commander";
import { completionOf, SHELLS } from "./scripts";
import type { Shell } from "./scripts";

/** `completion SHELL`: a script by which a shell completes commands and options. */
export function completionCommand(): Command {
  return new Command("completion")
    .description("Print a script that lets a shell complete commands and options.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      '\nFor this session: eval "$(npx gke-stateful completion bash)". To keep it, put that line into ~/.bashrc or ~/.zshrc;\nfor fish: npx gke-stateful completion fish > ~/.config/fish/completions/gke-stateful.fish',
    )
    .action((shell: Shell, _flags: unknown, command: Command) => {
      process.stdout.write(completionOf(rootOf(command), shell));
    });
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
