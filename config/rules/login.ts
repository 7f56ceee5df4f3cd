import { ssoGroups } from "../naming";
import type { Draft, Violation } from "./violation";

export function loginRules(draft: Draft): Violation[] {
  return [...modes(draft), ...groups(draft)];
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

/** Argo lets a person in only if a rule matches one of their groups (argo-workflows: docs/argo-server-sso.md). */
function groups({ login, teams }: Draft): Violation[] {
  if (!login?.sso || !teams || ssoGroups({ login, teams: Object.values(teams) }).length > 0) return [];
  const message = "lets nobody log in; name groups in adminGroups, readerGroups or a team's groups";
  return [{ path: ["login", "sso"], message }];
}
