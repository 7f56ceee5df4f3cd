/** Colors and other codes that programs write for terminals, then every other control character. */
const terminalCodes = /\p{Cc}\[[0-9;?]*[A-Za-z]/gu;
const controls = /\p{Cc}+/gu;

/** Text from elsewhere as one line of a log or an error: no control characters, at most `length` characters. */
export function oneLine(text: string, length = 1000): string {
  const clean = text.replace(terminalCodes, "").replace(controls, " ").trim();
  return clean.length > length ? `${clean.slice(0, length)}…` : clean;
}
