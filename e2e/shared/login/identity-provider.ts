import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../lab/free-port";
import type { Lab } from "../../lab/lab";
import type { IdentityProvider } from "../../shared/installation/install";
import { Browser } from "./browser";

/**
 * Starts npm's certified `oidc-provider` on loopback, over TLS, with these users.
 * @param redirectUri the only address that it redirects back to
 * @param users each user's groups
 */
export async function startIdentityProvider(
  { processes, pki, folder, onUnexpectedExit }: Lab,
  redirectUri: string,
  users: Readonly<Record<string, readonly string[]>>,
): Promise<IdentityProvider> {
  const issuer = `https://127.0.0.1:${await freePort()}`;
  const client = { id: "argo", secret: randomBytes(18).toString("base64url") };
  const settings = join(folder, "identity-provider.json");
  const serving = pki.issue("identity-provider", {
    commonName: "identity-provider",
    subjectAltNames: ["IP:127.0.0.1"],
  });
  const content = { issuer, ...serving, client: { ...client, redirectUri }, users };
  writeFileSync(settings, JSON.stringify(content), { mode: 0o600 });
  const program = join(__dirname, "provider.mts");
  const authorityFile = pki.authority.certificate;
  const process_ = processes.start(
    "identity-provider",
    process.execPath,
    ["--import", "tsx", program, settings],
    {
      folder: __dirname,
      onUnexpectedExit,
    },
  );
  const discovery = `${issuer}/.well-known/openid-configuration`;
  await process_.until(
    "answering",
    async () => (await new Browser(authorityFile).request("GET", discovery)).status === 200,
  );
  return { issuer, client: { "client-id": client.id, "client-secret": client.secret }, authorityFile };
}
