/** A text between backticks, whatever it holds. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

/** A text in which nothing is markup, and nobody is called. */
export function plain(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>|~]/g, String.raw`\$&`)
    .replaceAll("@", "@\u200B")
    .replaceAll("\n", " ");
}
