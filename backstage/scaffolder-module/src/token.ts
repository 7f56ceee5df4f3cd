import { readFile } from "node:fs/promises";

import type { RootConfigService } from "@backstage/backend-plugin-api";

type Config = ReturnType<RootConfigService["getConfig"]>;

/** Returns the current token. @throws an error without the token, if its file can't be read or has none */
export type TokenSource = () => Promise<string>;

/**
 * The token that `token` or `tokenFile` gives.
 * @param key of the entry, for errors
 * @throws unless exactly one of them is given
 */
export function tokenSource(entry: Config, key: string): TokenSource {
  const token = entry.getOptionalString("token");
  const file = entry.getOptionalString("tokenFile");
  if ((token === undefined) === (file === undefined))
    throw new Error(`${key} needs either token or tokenFile`);
  return async () => usable(token ?? (await contents(file ?? "", `${key}.tokenFile`)), key);
}

async function contents(file: string, key: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new Error(`${key} ${file} can't be read (${code})`, { cause: error });
  }
}

/** Checked here, because fetch quotes a header that it refuses in its error. */
function usable(token: string, key: string): string {
  const text = token.trim();
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new Error(
      `${key} has a token that is empty or contains whitespace; give the token alone, without "Bearer "`,
    );
  return text;
}
