import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import https from "node:https";
import { Provider } from "oidc-provider";
import type { ProviderShape } from "./provider-shape.js";

/** What the provider is told, as JSON in the file that its one argument names. */
interface Settings extends ProviderShape {
  /** Where it answers. */
  readonly address: string;
  readonly certificate: string;
  readonly key: string;
  readonly client: { readonly id: string; readonly secret: string; readonly redirectUri: string };
  /** Each user's groups. */
  readonly users: Readonly<Record<string, readonly string[]>>;
}

const settings = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Settings;
const { address, path, certificate, key, client, users, scopes } = settings;
const signing = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
const scope = ["openid", ...scopes].join(" ");

const provider = new Provider(settings.ownName ?? `${address}${path}`, {
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [client.redirectUri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      // It refuses a login that asks for another scope.
      scope,
    },
  ],
  scopes: ["openid", ...scopes],
  claims: {
    openid: ["sub", ...groupClaims("idToken"), ...groupClaims("userInfo")],
    email: ["email", "email_verified"],
    profile: ["name"],
  },
  // Without this, no claim of a scope is in the ID token: findAccount decides what is.
  conformIdTokenClaims: false,
  jwks: { keys: [{ ...signing, use: "sig", alg: "RS256", kid: "lab" }] },
  cookies: { keys: [randomBytes(16).toString("hex")] },
  // Argo's server is a confidential client and sends no challenge.
  pkce: { required: () => false },
  features: { devInteractions: { enabled: false } },
  ...(settings.userInfoPath !== undefined && { routes: { userinfo: settings.userInfoPath } }),
  interactions: { url: (_, { uid }) => `${path}/interaction/${uid}` },
  findAccount: (_, accountId) => {
    const groups = users[accountId];
    if (groups === undefined) return undefined;
    const email = `${accountId}@example.com`;
    const person = { sub: accountId, name: accountId, email, email_verified: true };
    return {
      accountId,
      claims: (use) => ({ ...person, ...groupsIn(use === "id_token" ? "idToken" : "userInfo", groups) }),
    };
  },
  // Nobody is asked for consent: the platform is the organization's own.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: client.id,
      accountId: ctx.oidc.session?.accountId ?? "",
    });
    grant.addOIDCScope(scope);
    await grant.save();
    return grant;
  },
});

function groupClaims(where: "idToken" | "userInfo"): string[] {
  return settings.groups[where] ?? [];
}

/** Every claim with groups. Like the products, it leaves out the claim of a person who is in no group. */
function groupsIn(where: "idToken" | "userInfo", groups: readonly string[]): Record<string, unknown> {
  if (groups.length === 0) return {};
  return Object.fromEntries(groupClaims(where).map((claim) => [claim, groups]));
}

/** The login page: logs in the user that the address names. */
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) {
    await next();
    return;
  }
  const accountId = new URLSearchParams(ctx.querystring).get("user");
  if (accountId === null || users[accountId] === undefined) {
    ctx.body = "Who are you?";
    return;
  }
  await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId } });
  ctx.respond = false;
});

const answer = provider.callback();
https
  .createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
    // The provider reads from these two where it is mounted, as in Express.
    const mounted = Object.assign(request, { originalUrl: request.url });
    if (path !== "" && request.url?.startsWith(`${path}/`)) mounted.url = request.url.slice(path.length);
    void answer(mounted, response);
  })
  .listen(Number(new URL(address).port), "127.0.0.1");
