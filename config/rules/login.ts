import { ssoExpression, ssoGroups } from "../sso-groups";
import type { Draft, Violation } from "./violation";

export function loginRules(draft: Draft): Violation[] {
  return [
    ...modes(draft),
    ...issuer(draft),
    ...alias(draft),
    ...userInfo(draft),
    ...groups(draft),
    ...groupLists(draft),
  ];
}

/** In the mode `server`, everyone can run anything in every namespace, as Argo's server can (argo-workflows: server/auth). */
function modes({ login, ingress }: Draft): Violation[] {
  const found: Violation[] = [];
  if (!login) return found;
  const given = new Set(login.modes);
  const path = ["login", "modes", login.modes.indexOf("server")];
  if (given.has("server")) {
    if (!login.allowAnonymous)
      found.push({ path, message: "means no login at all; set login.allowAnonymous: true if you want that" });
    if (ingress?.enabled && ingress.scheme !== "internal")
      found.push({
        path,
        message: "means no login at all, and ingress.scheme is internet-facing: anyone could run anything",
      });
    if (ingress && ingress.from.length > 0)
      found.push({
        path,
        message: "means no login at all, and ingress.from opens the server to a gateway: remove one of them",
      });
    if (given.size > 1)
      found.push({
        path,
        message:
          "must be the only mode: with it, Argo accepts calls without a login, whatever else is listed",
      });
  } else if (login.allowAnonymous) {
    found.push({
      path: ["login", "allowAnonymous"],
      message: "has no effect while login.modes lacks server; remove it",
    });
  }
  if (given.has("sso") && !login.sso)
    found.push({ path: ["login", "sso"], message: "must be set while login.modes has sso" });
  if (!given.has("sso") && login.sso)
    found.push({
      path: ["login", "modes"],
      message: "lacks sso although login.sso is set; add sso, or remove login.sso",
    });
  return found;
}

/** Argo adds the path of the discovery document itself (OpenID Connect Discovery, 4.1). */
function issuer({ login }: Draft): Violation[] {
  const [found] = /\/?\.well-known\/.*$/.exec(login?.sso?.issuer ?? "") ?? [];
  if (found === undefined) return [];
  return [
    { path: ["login", "sso", "issuer"], message: `ends in ${found}, which Argo adds itself; remove that` },
  ];
}

function alias({ login }: Draft): Violation[] {
  const sso = login?.sso;
  if (sso?.issuerAlias === undefined || sso.issuerAlias !== sso.issuer) return [];
  return [{ path: ["login", "sso", "issuerAlias"], message: "is the same as issuer; remove it" }];
}

/** Argo appends the path to the issuer as it is, and reads the claim `groups` there (argo-workflows: server/auth/types/claims.go). */
function userInfo({ login }: Draft): Violation[] {
  const sso = login?.sso;
  if (sso?.userInfoPath === undefined) return [];
  const found: Violation[] = [];
  if (sso.groupsClaim !== "groups")
    found.push({
      path: ["login", "sso", "groupsClaim"],
      message: "has no effect while userInfoPath is set: Argo reads groups there; remove one of them",
    });
  if (sso.issuer.endsWith("/"))
    found.push({
      path: ["login", "sso", "userInfoPath"],
      message: "can't follow an issuer that ends in a slash: Argo would ask at a path with two",
    });
  return found;
}

/** All annotations of an object together have at most 256 KiB (apimachinery: TotalAnnotationSizeLimitB). */
const longestRule = 250_000;

function groupLists({ login, teams = {} }: Draft): Violation[] {
  if (!login?.sso) return [];
  const { adminGroups, readerGroups } = login.sso;
  const twice = readerGroups.flatMap((group, index): Violation[] =>
    adminGroups.includes(group)
      ? [
          {
            path: ["login", "sso", "readerGroups", index],
            message: "is in adminGroups too; keep one of them",
          },
        ]
      : [],
  );
  const ofTeams = [...new Set(Object.values(teams).flatMap(({ groups }) => groups))];
  const size = Buffer.byteLength(ssoExpression(ofTeams));
  if (size <= longestRule) return twice;
  const message = `with groups that take ${size} bytes in an annotation of Kubernetes; the limit is ${longestRule}, so name fewer or shorter groups`;
  return [...twice, { path: ["teams"], message }];
}

/** Argo lets a person in only if a rule matches one of their groups (argo-workflows: docs/argo-server-sso.md). */
function groups({ login, teams }: Draft): Violation[] {
  if (!login?.sso || !teams || ssoGroups({ login, teams: Object.values(teams) }).length > 0) return [];
  const message = "lets nobody log in; name groups in adminGroups, readerGroups or a team's groups";
  return [{ path: ["login", "sso"], message }];
}
