import { block, same, text, texts } from "../change";
import { finding } from "../estate";
import { type Finding, say, words } from "../sentence";
import type { Release, ReleasePair } from "./objects";

const scheme = "alb.ingress.kubernetes.io/scheme";
const wildcardSources = /(^|,\s*)(0\.0\.0\.0\/0|::\/0)/;

/** How people reach Argo, and with which login. */
export function reach({ old, now }: ReleasePair): Finding[] {
  const [a, b] = [access(old), access(now)];
  const findings: Finding[] = [];
  const login = same(a.modes, b.modes)
    ? say`login by ${b.modes} stays`
    : say`login changes to ${b.modes} (before: ${a.modes})`;
  if (a.scheme !== b.scheme || a.enabled !== b.enabled) {
    if (!b.enabled)
      findings.push(
        finding(
          "check",
          "Network",
          now,
          say`Argo has no load balancer any more: people reach it only from inside the cluster.`,
        ),
      );
    else if (b.scheme === "internet-facing")
      findings.push(
        finding(
          "danger",
          "Network",
          now,
          say`The load balancer becomes reachable from the internet${b.sources === "" ? words("") : say` for ${b.sources}`}; ${login}.`,
        ),
      );
    else
      findings.push(
        finding(
          "check",
          "Network",
          now,
          say`The load balancer is reachable from inside the network only; ${login}.`,
        ),
      );
  } else if (!same(a.modes, b.modes))
    findings.push(finding("check", "Login", now, say`How people log in changes: ${login}.`));
  if (b.modes.includes("server") && !a.modes.includes("server"))
    findings.push(
      finding(
        "danger",
        "Login",
        now,
        say`Nobody has to log in any more: everybody who reaches Argo acts as its server.`,
      ),
    );
  if (a.modes.includes("sso") && !b.modes.includes("sso"))
    findings.push(finding("danger", "Login", now, say`People no longer log in with SSO.`));
  if (a.sources !== b.sources && b.enabled && a.scheme === b.scheme) {
    const isWide = b.sources === "" || wildcardSources.test(b.sources);
    findings.push(
      finding(
        isWide && b.scheme === "internet-facing" ? "danger" : "check",
        "Network",
        now,
        say`The load balancer answers ${b.sources === "" ? words("every address") : say`${b.sources}`} (before: ${a.sources === "" ? words("every address") : say`${a.sources}`}).`,
      ),
    );
  }
  const names = [...new Set([...Object.keys(a.annotations), ...Object.keys(b.annotations)])].sort();
  for (const name of names) {
    const [from, to] = [text(a.annotations[name]) ?? "", text(b.annotations[name]) ?? ""];
    if (
      from === to ||
      !a.enabled ||
      !b.enabled ||
      [scheme, "alb.ingress.kubernetes.io/inbound-cidrs"].includes(name)
    )
      continue;
    const short = name.replace("alb.ingress.kubernetes.io/", "");
    const weaker =
      (/wafv2|shield/.test(name) && to === "") ||
      /^(listen-ports|ssl-redirect|ssl-policy|backend-protocol|auth-)/.test(short);
    findings.push(
      finding(
        weaker ? "danger" : short === "tags" ? "note" : "check",
        "Network",
        now,
        say`The load balancer has ${short} ${to === "" ? words("(none)") : say`${to}`} (before: ${from === "" ? words("none") : say`${from}`}).`,
      ),
    );
  }
  if (!same(a.hosts, b.hosts) && a.enabled && b.enabled)
    findings.push(
      finding("check", "Network", now, say`People reach Argo at ${b.hosts} (before: ${a.hosts}).`),
    );
  if (!same(a.arguments, b.arguments))
    findings.push(
      finding(
        "danger",
        "Login",
        now,
        say`Argo's server starts with other arguments: ${b.arguments} (before: ${a.arguments}).`,
      ),
    );
  return findings;
}

function access({ values }: Release) {
  const server = block(values.server);
  const ingress = block(server.ingress);
  const annotations = block(ingress.annotations);
  return {
    enabled: text(ingress.enabled) === "true",
    scheme: text(annotations[scheme]) ?? "internal",
    sources: text(annotations["alb.ingress.kubernetes.io/inbound-cidrs"]) ?? "",
    modes: texts(server.authModes),
    hosts: texts(ingress.hosts),
    arguments: [
      ...texts(server.extraArgs),
      ...(text(server.secure) === undefined ? [] : [`secure=${text(server.secure) ?? ""}`]),
    ],
    annotations,
  };
}
