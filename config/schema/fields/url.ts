import { notPlain } from "../../values/plain-text";
import { text } from "./basic";

interface UrlOptions {
  /** Characters that the rest of the URL can't have, as in a pattern's brackets. */
  readonly without: string;
  readonly longest: number;
  /** Placeholders that a program fills in later. They look like code. */
  readonly placeholders?: RegExp;
}

/**
 * A URL with https://, of ASCII characters. Its host is exactly what is written: no user information that looks like a
 * host, no number that is an address, nothing that a browser would rewrite.
 */
export function httpsUrl(allowed: string, { without, longest, placeholders }: UrlOptions) {
  const pattern = new RegExp(`^https://(?=[!-~]+$)[^\\s${without}]{4,${longest}}$`);
  const isLeftToText = (url: string) => !pattern.test(url) || notPlain(url, placeholders) !== undefined;
  return text(pattern, allowed, placeholders).refine((url) => isLeftToText(url) || isPlainUrl(url), {
    error: `has a host that isn't what it looks like; ${allowed}`,
  });
}

/** Whether the host is a DNS name or IPv4 address in lowercase letters, with an optional port. */
function isPlainUrl(written: string): boolean {
  const [, host = ""] = /^https:\/\/([^/?#]*)/.exec(written) ?? [];
  const [, name = "", port] = /^([a-z0-9.-]+)(?::(\d{1,5}))?$/.exec(host) ?? [];
  if (name === "" || !URL.canParse(written)) return false;
  const { hostname, username, password, port: read } = new URL(written);
  const samePort = port === undefined ? read === "" : port === (read === "" ? "443" : read);
  return hostname === name && username === "" && password === "" && samePort && !name.endsWith(".");
}
