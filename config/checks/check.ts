import { PROJECT } from "../schema/stack";
import { keyOf } from "../problems";
import type { Problem } from "../problems";
import type { StackConfig } from "../stack-config";

/** Looks at a whole configuration, each value of which is valid by itself, for combinations that cannot work. */
export type Check = (config: StackConfig) => Iterable<Problem>;

type Path = readonly (string | number)[];

/** A combination that is refused. The key is given as a path below the project's namespace. */
export function refuse(path: Path, value: unknown, allowed: string, fix: string): Problem {
  return { key: keyOf(PROJECT, path), value, allowed, fix, severity: "error" };
}

/** A combination that works and is likely a mistake. */
export function warn(path: Path, value: unknown, allowed: string, fix: string): Problem {
  return { ...refuse(path, value, allowed, fix), severity: "warning" };
}
