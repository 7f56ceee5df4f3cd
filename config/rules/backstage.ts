import type { Draft, Violation } from "./violation";

/** The name of a Backstage user becomes a claim of Argo's login. */
export function backstageRules({ backstage, login }: Draft): Violation[] {
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
