import { EVENT_ID, getScalarValue, SCALAR_STYLE } from "js-yaml";
import type { Event, ScalarEvent } from "js-yaml";

/** A node of a YAML document, with its place in the document's text. */
export type YamlNode = ScalarNode | ListNode | MapNode | AliasNode;

interface Range {
  /** Offset at which it starts. */
  readonly start: number;
  /** Offset after its end, as far as the parser tells: for lists and maps, the end of the last value. */
  end: number;
}

interface ScalarNode extends Range {
  readonly type: "scalar";
  readonly event: ScalarEvent;
}

interface ListNode extends Range {
  readonly type: "list";
  readonly items: YamlNode[];
}

interface MapNode extends Range {
  readonly type: "map";
  readonly entries: Entry[];
}

interface AliasNode extends Range {
  readonly type: "alias";
  /** What the alias stands for; undefined while that is still open, as in a loop. */
  readonly target: YamlNode | undefined;
}

/** A key of a map, and its value. */
export interface Entry {
  /** Text of the key; undefined where the key is no scalar. */
  readonly key: string | undefined;
  readonly keyNode: YamlNode;
  value: YamlNode;
}

/** Builds the node of a document from a parser's events. Undefined where the document is empty. */
export function nodeOf(events: readonly Event[], text: string): YamlNode | undefined {
  return new Builder(text).build(events);
}

/** A list or map that is being read. */
interface Open {
  readonly node: ListNode | MapNode;
  key: YamlNode | undefined;
}

class Builder {
  private readonly text: string;
  private readonly anchors = new Map<string, YamlNode>();
  private readonly open: Open[] = [];
  private root: YamlNode | undefined;

  constructor(text: string) {
    this.text = text;
  }

  build(events: readonly Event[]): YamlNode | undefined {
    for (const event of events) {
      this.take(event);
    }
    return this.root;
  }

  private take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        this.place({ type: "scalar", event, ...scalarRange(event) }, event);
        break;
      case EVENT_ID.ALIAS: {
        const name = this.text.slice(event.anchorStart, event.anchorEnd);
        const range = { start: event.anchorStart - 1, end: event.anchorEnd };
        this.place({ type: "alias", target: this.anchors.get(name), ...range });
        break;
      }
      case EVENT_ID.SEQUENCE:
        this.begin({ type: "list", items: [], start: event.start, end: event.start }, event);
        break;
      case EVENT_ID.MAPPING:
        this.begin({ type: "map", entries: [], start: event.start, end: event.start }, event);
        break;
      case EVENT_ID.POP:
        this.open.pop();
        break;
      case EVENT_ID.DOCUMENT:
        break;
    }
  }

  private begin(node: ListNode | MapNode, anchor: Anchored): void {
    this.place(node, anchor);
    this.open.push({ node, key: undefined });
  }

  private place(node: YamlNode, anchor?: Anchored): void {
    if (anchor !== undefined && anchor.anchorStart >= 0) {
      this.anchors.set(this.text.slice(anchor.anchorStart, anchor.anchorEnd), node);
    }
    this.open.forEach(({ node: outer }) => {
      outer.end = Math.max(outer.end, node.end);
    });
    const parent = this.open.at(-1);
    if (parent === undefined) {
      this.root ??= node;
    } else if (parent.node.type === "list") {
      parent.node.items.push(node);
    } else if (parent.key === undefined) {
      parent.key = node;
    } else {
      parent.node.entries.push({ key: this.textOf(parent.key), keyNode: parent.key, value: node });
      parent.key = undefined;
    }
  }

  private textOf(node: YamlNode): string | undefined {
    return node.type === "scalar" ? getScalarValue(this.text, node.event) : undefined;
  }
}

interface Anchored {
  readonly anchorStart: number;
  readonly anchorEnd: number;
}

/** Styles of scalars between quotes. */
export const QUOTES: readonly number[] = [SCALAR_STYLE.SINGLE_QUOTED, SCALAR_STYLE.DOUBLE_QUOTED];

/** The quotes belong to a scalar, as people see it. */
function scalarRange({ style, valueEnd, valueStart }: ScalarEvent): Range {
  const quote = QUOTES.includes(style) ? 1 : 0;
  return { start: valueStart - quote, end: valueEnd + quote };
}
