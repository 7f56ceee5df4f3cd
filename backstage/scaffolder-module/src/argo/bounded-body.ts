/**
 * Text of an answer of at most `limit` bytes.
 * @returns undefined if it is longer; the rest isn't read
 */
export async function boundedText(response: Response, limit: number): Promise<string | undefined> {
  if (response.body === null) return "";
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early cancels the stream.
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += part.byteLength;
    if (length > limit) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Colours and the like, as programs write them for terminals; then every other control character. */
const terminalCodes = /\p{Cc}\[[0-9;?]*[A-Za-z]/gu;
const controls = /\p{Cc}+/gu;

/** Text of others, fit for one line of a log: no control characters, at most `length` characters. */
export function printable(text: string, length = 1000): string {
  const clean = text.replace(terminalCodes, "").replace(controls, " ").trim();
  return clean.length > length ? `${clean.slice(0, length)}…` : clean;
}
