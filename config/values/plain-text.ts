/** What other programs read as code: Terraform, CDKTF, and the templates of Helm and Argo. */
const code = ["${", "%{", "TfToken[", "{{"] as const;

/** Characters that a reader can't see or can't tell from a space, and half of a character. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/**
 * The guard of every text in the environment file: what is wrong with a text that would not reach the output
 * literally, or that looks like another text. Undefined if nothing is wrong.
 * @param placeholders what the field may contain although it looks like code
 */
export function notPlain(text: string, placeholders?: RegExp): string | undefined {
  const rest = placeholders === undefined ? text : text.replace(placeholders, "");
  const found = code.find((mark) => rest.includes(mark));
  if (found !== undefined) return `has ${found}, which is code to Terraform, Helm or Argo; remove it`;
  if (unseen.test(rest))
    return "has a character that nobody can see, or a space that isn't one; type it again";
  return undefined;
}
