import { createHash } from "node:crypto";
import { z } from "zod";
import { printable, shortened } from "../../config/printable";

/** Milliseconds that a registry may take for an answer. */
const patience = 20_000;
/** Bytes of a manifest; the distribution specification lets a registry refuse bigger ones. */
const maxManifest = 4 * 2 ** 20;

/** Media types of manifests, multi-platform ones first: a pin must work on every node. */
const accepted = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** A registry that can't be reached, or whose answer isn't usable. */
export class RegistryError extends Error {}

/**
 * The digest of a tag, computed from the manifest itself, not taken from a header. Asks without credentials, with an
 * anonymous token of the registry (OCI distribution specification 1.1; distribution: docs/spec/auth/token.md).
 * @param image registry and repository, such as docker.io/library/postgres
 * @throws RegistryError if there is no answer, no such tag, no access, or an answer that contradicts itself
 */
export async function digestOf(image: string, tag: string): Promise<string> {
  const { origin, repository } = addressOf(image);
  const url = `${origin}/v2/${repository}/manifests/${tag}`;
  let response = await ask(url, { Accept: accepted });
  if (response.status === 401) {
    const token = await anonymousToken(response.headers.get("www-authenticate") ?? "", origin);
    response = await ask(url, { Accept: accepted, Authorization: `Bearer ${token}` });
  }
  if (response.status === 404) throw new RegistryError(`${image} has no tag ${tag}`);
  if (response.status === 401 || response.status === 403)
    throw new RegistryError(`${image} isn't public (HTTP ${response.status})`);
  if (!response.ok) throw new RegistryError(`${url} answers HTTP ${response.status}`);
  return digestOfBody(url, response);
}

async function digestOfBody(url: string, response: Response): Promise<string> {
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  if (!accepted.includes(type) || type === "")
    throw new RegistryError(`${url} answers ${printable(type) || "no type"}, which is not a manifest`);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (bytes.length > maxManifest)
    throw new RegistryError(`${url} answers ${bytes.length} bytes, too many for a manifest`);
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const said = response.headers.get("docker-content-digest");
  if (said !== null && said !== digest)
    throw new RegistryError(
      `${url} reports the digest ${shortened(printable(said), 80)}, but the content has ${digest}`,
    );
  return digest;
}

/** The address of a registry's API. For Docker Hub, it differs from the name in its images. */
function addressOf(image: string): { origin: string; repository: string } {
  const slash = image.indexOf("/");
  const registry = image.slice(0, slash);
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  // Like Docker and containerd: a registry on this machine needs no certificate.
  const scheme = isLoopback(host.replace(/:\d+$/, "")) ? "http" : "https";
  return { origin: `${scheme}://${host}`, repository: image.slice(slash + 1) };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

const tokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** An anonymous token, from the address in the registry's challenge. */
async function anonymousToken(challenge: string, origin: string): Promise<string> {
  const parameters = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [
      name.toLowerCase(),
      value,
    ]),
  );
  const realm = parameters.get("realm");
  if (!/^bearer\s/i.test(challenge) || realm === undefined || !URL.canParse(realm))
    throw new RegistryError(
      `${origin} asks for a login other than a bearer token: ${shortened(printable(challenge), 80)}`,
    );
  const url = new URL(realm);
  if (url.protocol !== "https:" && !isLoopback(url.hostname))
    throw new RegistryError(`${origin} gives tokens at ${printable(realm)}, which isn't https`);
  for (const name of ["service", "scope"]) {
    const value = parameters.get(name);
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const response = await ask(url.href, {});
  const text = await response.text();
  const parsed = tokenAnswer.safeParse(response.ok ? json(text) : undefined);
  const token = parsed.data?.token ?? parsed.data?.access_token;
  if (token === undefined)
    throw new RegistryError(`${url.origin} gives no anonymous token (HTTP ${response.status})`);
  return token;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function ask(url: string, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
    throw new RegistryError(
      `${new URL(url).host} can't be reached: ${printable(cause?.code ?? cause?.message ?? message)}`,
    );
  }
}
