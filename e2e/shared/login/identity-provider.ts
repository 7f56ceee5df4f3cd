import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../lab/free-port";
import type { Lab } from "../../lab/lab";
import type { IdentityProvider } from "../../shared/installation/install";
import { Browser } from "./browser";
import { plainShape, type ProviderShape } from "./provider-shape";

/**
 * Starts npm's certified `oidc-provider` on loopback, over TLS, with these users.
 * @param redirectUri the only address that it redirects back to
 * @param users each user's groups
 * @param options.name name of its process and files
 * @param options.shape which product it resembles
 * @param options.client ID and secret of its client; default: new ones
 */
export async function startIdentityProvider(
  { processes, pki, folder, onUnexpectedExit }: Lab,
  redirectUri: string,
  users: Readonly<Record<string, readonly string[]>>,
  options: { name?: string; shape?: ProviderShape; client?: IdentityProvider["client"] } = {},
): Promise<IdentityProvider & { stop: () => Promise<void> }> {
  const { name = "identity-provider", shape = plainShape } = options;
  const address = `https://127.0.0.1:${await freePort()}`;
  const client = options.client ?? {
    "client-id": "argo",
    "client-secret": randomBytes(18).toString("base64url"),
  };
  const settings = join(folder, `${name}.json`);
  const serving = pki.issue(name, {
    commonName: name,
    subjectAltNames: ["IP:127.0.0.1"],
  });
  const content = {
    ...shape,
    address,
    ...serving,
    client: { id: client["client-id"], secret: client["client-secret"], redirectUri },
    users,
  };
  writeFileSync(settings, JSON.stringify(content), { mode: 0o600 });
  const program = join(__dirname, "provider.mts");
  const authorityFile = pki.authority.certificate;
  const process_ = processes.start(name, process.execPath, ["--import", "tsx", program, settings], {
    folder: __dirname,
    onUnexpectedExit,
  });
  const issuer = `${address}${shape.path}`;
  const discovery = `${issuer}/.well-known/openid-configuration`;
  await process_.until(
    "answering",
    async () => (await new Browser(authorityFile).request("GET", discovery)).status === 200,
  );
  return { issuer, client, authorityFile, stop: () => process_.stop() };
}
