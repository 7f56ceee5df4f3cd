import { X509Certificate } from "node:crypto";
import { text } from "./basic";

const line = "[A-Za-z0-9+/]{1,76}={0,2}";
const certificate = `-----BEGIN CERTIFICATE-----\n(?:${line}\n)+-----END CERTIFICATE-----`;
const pattern = new RegExp(`^(?=[\\s\\S]{1,65536}$)${certificate}(?:\n+${certificate})*\n*$`);
const allowed =
  "must be certificates of authorities in PEM, as a text block (|) of at most 64 KiB, without keys and without comments";

/** Certificates of authorities, as PEM text of several lines. They aren't secret. */
export const certificates = text(pattern, allowed, /\n/g).refine(
  (value) => !pattern.test(value) || certificatesIn(value).every(isReadable),
  { error: `has a certificate that can't be read; ${allowed}` },
);

function certificatesIn(text: string): string[] {
  return text.match(new RegExp(certificate, "g")) ?? [];
}

function isReadable(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
