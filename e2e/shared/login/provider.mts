import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import https from "node:https";
import { Provider } from "oidc-provider";

/** What the provider is told, as JSON in the file that its one argument names. */
interface Settings {
  readonly issuer: string;
  readonly certificate: string;
  readonly key: string;
  readonly client: { readonly id: string; readonly secret: string; readonly redirectUri: string };
  /** Each user's groups. */
  readonly users: Readonly<Record<string, readonly string[]>>;
}

const { issuer, certificate, key, client, users } = JSON.parse(
  readFileSync(process.argv[2] ?? "", "utf8"),
) as Settings;
const signing = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [client.redirectUri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: {
    openid: ["sub"],
    groups: ["groups"],
    email: ["email", "email_verified"],
    profile: ["name"],
  },
  // Argo reads the groups from the identity token; by default they would be told at /me only.
  conformIdTokenClaims: false,
  jwks: { keys: [{ ...signing, use: "sig", alg: "RS256", kid: "lab" }] },
  cookies: { keys: [randomBytes(16).toString("hex")] },
  // Argo's server is a confidential client and sends no challenge.
  pkce: { required: () => false },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  findAccount: (_, accountId) => {
    const groups = users[accountId];
    if (groups === undefined) return undefined;
    const email = `${accountId}@example.com`;
    return {
      accountId,
      claims: () => ({ sub: accountId, name: accountId, email, email_verified: true, groups }),
    };
  },
  // Nobody is asked for consent: the platform is the organization's own.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: client.id,
      accountId: ctx.oidc.session?.accountId ?? "",
    });
    grant.addOIDCScope("openid groups email profile");
    await grant.save();
    return grant;
  },
});

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

https
  .createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
    void provider.callback()(request, response);
  })
  .listen(Number(new URL(issuer).port), "127.0.0.1");
