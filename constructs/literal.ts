/**
 * Text that Terraform must leave alone: `${` and `%{` lose their meaning to it.
 * References that CDKTF put into the text (`${TfToken[...]}`) stay references. Apply it once, and never to an
 * argument of `Fn.*`, which escapes by itself.
 */
export function literal(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, "$$$${").replaceAll("%{", "%%{");
}
