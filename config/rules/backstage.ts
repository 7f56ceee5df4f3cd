import type { Draft, Violation } from "./violation";

export function backstageRules(draft: Draft): Violation[] {
  return [...users(draft), ...token(draft)];
}

/** The name of a Backstage user becomes a claim of Argo's login. */
function users({ backstage, login }: Draft): Violation[] {
  if (!backstage) return [];
  const { userClaim, userDomain } = backstage;
  const found: Violation[] = [];
  if (userClaim === "email" && userDomain === undefined)
    found.push({
      path: ["backstage", "userDomain"],
      message: "must be set while backstage.userClaim is email: a Backstage user's name has no domain",
    });
  if (userClaim !== "email" && userDomain !== undefined)
    found.push({
      path: ["backstage", "userDomain"],
      message: `has no effect while backstage.userClaim is ${userClaim}; set userClaim: email, or remove it`,
    });
  const scope = scopes[userClaim];
  if (backstage.enabled && login?.sso && scope !== undefined && !login.sso.scopes.includes(scope))
    found.push({
      path: ["login", "sso", "scopes"],
      message: `lacks ${scope}, without which a login doesn't have the claim ${userClaim}; add it, or change backstage.userClaim`,
    });
  return found;
}

/** Scope of OpenID Connect that gives a claim; the subject is in every login. */
const scopes: Readonly<Record<string, string>> = { "preferred-username": "profile", email: "email" };

/** Backstage calls with a token of Kubernetes, which Argo's server accepts in the mode client only. */
function token({ backstage, login }: Draft): Violation[] {
  if (!backstage?.enabled || !login || login.modes.includes("client") || login.modes.includes("server"))
    return [];
  const message =
    "lacks client while backstage.enabled is true: Argo's server would refuse the token of Backstage; add client";
  return [{ path: ["login", "modes"], message }];
}
