/**
 * Escapes `${` and `%{`, so that Terraform doesn't evaluate them.
 * References that CDKTF put into the text (`${TfToken[...]}`) stay references. Apply it once, and never to an argument
 * of `Fn.*`, which escapes its arguments itself.
 */
export function literal(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, "$$$${").replaceAll("%{", "%%{");
}
