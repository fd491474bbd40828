import type { Field } from "../../policy/graph/object";

/** A part of the adopted manifests that the workload entry cannot hold. */
export interface Loss {
  /** Object that has it. */
  readonly object: string;
  /** Where in the object; empty for all of it. */
  readonly path: string;
  /** What is lost, and what to do about it. */
  readonly says: string;
}

/** A value that the manifests do not give and an entry must have, or that was read with some judgement. */
export interface Choice {
  /** Key within the workload's entry. */
  readonly key: string;
  /** Value, as a message shows it. */
  readonly value: string;
  /** Why this one. */
  readonly why: string;
}

/** Collects, while an entry is made, what a person has to know about it. */
export class Notes {
  /** What does not carry over. */
  readonly losses: Loss[];
  /** What was chosen. */
  readonly choices: Choice[];
  private readonly prefix: string;

  constructor(losses: Loss[] = [], choices: Choice[] = [], prefix = "") {
    this.losses = losses;
    this.choices = choices;
    this.prefix = prefix;
  }

  /** Notes of a part of the entry, whose keys begin with a prefix such as `sidecars[0].`. */
  within(prefix: string): Notes {
    return new Notes(this.losses, this.choices, prefix);
  }

  /** Notes that a field does not carry over. */
  lose(field: Field, says: string): void {
    this.losses.push({ object: field.owner.title, path: field.path, says });
  }

  /** Notes a choice, and gives its value back. */
  choose<T>(key: string, value: T, why: string): T {
    this.choices.push({
      key: `${this.prefix}${key}`,
      value: typeof value === "string" ? value : JSON.stringify(value),
      why,
    });
    return value;
  }
}
