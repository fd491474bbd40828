import type { Command } from "commander";

/** Shells for which there is a script. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of {@link SHELLS}. */
export type Shell = (typeof SHELLS)[number];

/** What may follow a command: its own verbs and options. */
interface Words {
  /** The command's words after the program's name, such as `plan diff`. */
  readonly path: string;
  readonly verbs: readonly string[];
  readonly options: readonly string[];
}

/** The script of a shell for a whole command line. */
export function completionOf(root: Command, shell: Shell): string {
  const all = wordsOf(root, []);
  return shell === "fish" ? fish(root.name(), all) : `${shell === "zsh" ? ZSH : ""}${bash(root.name(), all)}`;
}

function wordsOf(command: Command, path: readonly string[]): readonly Words[] {
  const verbs = command.commands.map((verb) => verb.name());
  const options = command.options.flatMap(({ long }) => long ?? []);
  return [
    { path: path.join(" "), verbs, options: [...options, "--help"] },
    ...command.commands.flatMap((verb) => wordsOf(verb, [...path, verb.name()])),
  ];
}

/** zsh takes what bash has. */
const ZSH = "autoload -U +X bashcompinit && bashcompinit\n";

/** Options after a dash, else verbs; where there are none, files. */
function bash(name: string, all: readonly Words[]): string {
  const cases = all.map(
    ({ options, path, verbs }) =>
      `    ${JSON.stringify(path)}) verbs="${verbs.join(" ")}"; options="${options.join(" ")}" ;;`,
  );
  const paths = all.map(({ path }) => JSON.stringify(path)).join("|");
  return `_gke_stateful() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" verbs="" options="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${paths}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join("\n")}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ -n "$verbs" ]]; then
    COMPREPLY=($(compgen -W "$verbs" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _gke_stateful ${name}
`;
}

function fish(name: string, all: readonly Words[]): string {
  return all
    .flatMap(({ options, path, verbs }) => {
      const words = path.split(" ").filter((word) => word !== "");
      const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
      const condition = words.length === 0 ? "__fish_use_subcommand" : seen;
      return [
        ...verbs.map((verb) => `complete -c ${name} -n '${condition}' -f -a ${verb}`),
        ...options.map((option) => `complete -c ${name} -n '${condition}' -l ${option.slice("--".length)}`),
      ];
    })
    .join("\n")
    .concat("\n");
}
