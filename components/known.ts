import * as pulumi from "@pulumi/pulumi";

/**
 * A text made of parts. It stays plain as long as all parts are plain: the guard and the rules decide by what they can read before
 * anything exists. With an output among the parts it is one too.
 */
export function known(texts: TemplateStringsArray, ...parts: readonly string[]): string;
export function known(texts: TemplateStringsArray, ...parts: readonly pulumi.Input<string>[]): pulumi.Input<string>;
export function known(texts: TemplateStringsArray, ...parts: readonly pulumi.Input<string>[]): pulumi.Input<string> {
  return parts.every((part) => typeof part === "string")
    ? String.raw({ raw: texts }, ...parts)
    : pulumi.interpolate(texts, ...parts);
}
