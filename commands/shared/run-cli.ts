import { CommanderError } from "commander";
import { closestTo } from "../../config/closest";
import { ClusterError } from "../../cluster/cluster-error";
import { Cancelled } from "./cancelled";
import { UserError } from "./user-error";
import { EXIT } from "./exit";
import { version } from "./version";
import type { Command } from "commander";

/** Runs a command line and sets the exit code. Nothing that a user can cause ends in a stack trace. */
export async function runCli(cli: Command, argv: readonly string[]): Promise<void> {
  // An option after a verb belongs to that verb.
  cli.version(version()).enablePositionalOptions();
  overrideExits(cli);
  process.stdout.on("error", endOfPipe);
  try {
    refuseUnknown(cli, argv);
    await cli.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Commander would show the help of the whole to who asks for that of a command which there is not, and call it a success. */
function refuseUnknown(cli: Command, [, , first]: readonly string[]): void {
  const isName = first !== undefined && !first.startsWith("-") && first !== "help";
  if (isName && cli.commands.length > 0 && !cli.commands.some((command) => command.name() === first)) {
    const meant = closestTo(
      first,
      cli.commands.map((command) => command.name()),
    );
    cli.error(`error: unknown command '${first}'${meant === undefined ? "" : `\n(Did you mean ${meant}?)`}`);
  }
}

/** Whoever reads may stop reading, as head does. That is no fault. */
function endOfPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") {
    throw error;
  }
  process.exit();
}

/** Commander would end the process by itself, with a code of its own. */
function overrideExits(command: Command): void {
  command.exitOverride();
  command.commands.forEach(overrideExits);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed its own message; help and version end this way too.
    return error.exitCode === 0 ? EXIT.success : EXIT.failure;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Cancelled) {
    process.stderr.write(`\n${message}\n`);
    return EXIT.cancelled;
  }
  process.stderr.write(
    error instanceof UserError || error instanceof ClusterError
      ? `${message}\n`
      : `gke-stateful met an error that it did not expect: ${message}\nPlease report it. GKE_STATEFUL_DEBUG=1 shows where it happened.\n`,
  );
  if (process.env["GKE_STATEFUL_DEBUG"] !== undefined && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ""}\n`);
  }
  return EXIT.failure;
}
