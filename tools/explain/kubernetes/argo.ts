import { same, text } from "../change";
import { type Estate, type Explainer, finding } from "../estate";
import { differencesOf } from "../rest";
import { type Finding, type Level, say, type Sentence, type Topic, words } from "../sentence";
import type { Release, ReleasePair } from "./objects";
import { reach } from "./reach";

/** Helm releases that exist on both sides. */
function releases({ before, after }: Estate): ReleasePair[] {
  return [...after.releases].flatMap(([key, now]) => {
    const old = before.releases.get(key);
    return old === undefined ? [] : [{ old, now }];
  });
}

/** Where a release comes from, and what Terraform itself does with it. */
export const releaseSettings: Explainer = (estate) => [...newReleases(estate), ...oldReleases(estate)];

const isLocal = (chart: unknown) => /^\.\/assets\/manifests\/[0-9A-F]{32}$/.test(text(chart) ?? "");

/** Every release but Argo's own is a list of manifests, which this page reads. */
function newReleases({ before, after }: Estate): Finding[] {
  return [...after.releases].flatMap(([key, now]) => {
    const { chart, repository, version } = now.attributes;
    if (before.releases.has(key) || isLocal(chart)) return [];
    if (
      text(chart) === "argo-workflows" &&
      /^https:\/\/argoproj\.github\.io\/argo-helm\/?$/.test(text(repository) ?? "")
    )
      return [];
    return [
      finding(
        "danger",
        "Versions",
        now,
        say`Release ${now.name} installs chart ${text(chart) ?? ""} ${text(version) ?? ""} from ${text(repository) ?? words("a local folder")}. This page can't tell what is in it.`,
      ),
    ];
  });
}

const oldReleases = (estate: Estate): Finding[] =>
  releases(estate).flatMap(({ old, now }) => {
    const [a, b] = [old.attributes, now.attributes];
    const findings: Finding[] = [];
    if (text(a.version) !== text(b.version) && text(b.repository) !== undefined)
      findings.push(
        finding(
          "check",
          "Versions",
          now,
          say`Release ${now.name} is upgraded to chart version ${text(b.version) ?? words("(the newest)")} (before: ${text(a.version) ?? words("(the newest)")}). Its pods restart.`,
        ),
      );
    if (text(a.repository) !== text(b.repository))
      findings.push(
        finding(
          "danger",
          "Versions",
          now,
          say`The chart of release ${now.name} comes from ${text(b.repository) ?? words("a local folder")} (before: ${text(a.repository) ?? words("a local folder")}).`,
        ),
      );
    if (text(a.chart) !== text(b.chart))
      findings.push(
        isLocal(a.chart) && isLocal(b.chart)
          ? finding("check", "Versions", now, say`The local chart of release ${now.name} changes.`)
          : finding(
              "danger",
              "Versions",
              now,
              say`Release ${now.name} installs chart ${text(b.chart) ?? ""} (before: ${text(a.chart) ?? ""}).`,
            ),
      );
    if (["set", "set_list", "set_sensitive", "set_wo", "postrender"].some((name) => !same(a[name], b[name])))
      findings.push(
        finding(
          "danger",
          "Settings",
          now,
          say`Release ${now.name} is also changed outside of its values, by ${["set", "set_list", "set_sensitive", "set_wo", "postrender"].filter((name) => !same(a[name], b[name]))}: that wins over what this page explains.`,
        ),
      );
    return findings;
  });

interface Setting {
  readonly path: RegExp;
  readonly topic: Topic;
  readonly say: (from: string, to: string) => { readonly level: Level; readonly sentence: Sentence };
}

const check = (sentence: Sentence) => ({ level: "check" as const, sentence });
const dangerous = (sentence: Sentence) => ({ level: "danger" as const, sentence });
const note = (sentence: Sentence) => ({ level: "note" as const, sentence });
const number = (value: string) => (value === "" ? Infinity : Number(value));

/** Settings of Argo that mean something to people. The first one that fits a path says what it means. */
const settings: readonly Setting[] = [
  {
    path: /^server\.sso\.issuer/,
    topic: "Login",
    say: (from, to) =>
      dangerous(
        say`Another identity provider says who people are: ${to === "" ? words("none") : say`${to}`} (before: ${from === "" ? words("none") : say`${from}`}).`,
      ),
  },
  {
    path: /^server\.sso\.rbac\.enabled$/,
    topic: "Login",
    say: (_, to) =>
      to === "true"
        ? note(say`What people may do depends on their groups.`)
        : dangerous(
            say`What people may do no longer depends on their groups: everybody who logs in has the rights of the server.`,
          ),
  },
  {
    path: /^server\.sso\.insecureSkipVerify$/,
    topic: "Login",
    say: () => dangerous(say`The certificate of the identity provider isn't checked any more.`),
  },
  {
    path: /^server\.sso\.sessionExpiry$/,
    topic: "Login",
    say: (from, to) => check(say`A login lasts for ${to} (before: ${from}).`),
  },
  {
    path: /^server\.sso\.filterGroupsRegex/,
    topic: "Login",
    say: (from, to) =>
      note(to === "" ? say`Argo no longer looks at the group ${from}.` : say`Argo looks at the group ${to}.`),
  },
  {
    path: /^controller\.workflowRestrictions/,
    topic: "Guard",
    say: (from, to) =>
      to === "Strict"
        ? note(say`People run only workflows that name a template, and can't change it.`)
        : dangerous(
            say`People may run workflows of their own: templateReferencing is ${to === "" ? words("off") : say`${to}`} (before: ${from === "" ? words("off") : say`${from}`}).`,
          ),
  },
  {
    path: /^(controller|server|executor|mainContainer|crds)\.?.*\b(securityContext|podSecurityContext)\b/,
    topic: "Pods",
    say: (from, to) =>
      dangerous(
        say`A container of Argo has other rights: ${to === "" ? words("nothing") : say`${to}`} (before: ${from === "" ? words("nothing") : say`${from}`}).`,
      ),
  },
  {
    path: /^controller\.workflowDefaults\.spec\.(securityContext|podSpecPatch|serviceAccountName|automountServiceAccountToken|executor|hostNetwork)/,
    topic: "Pods",
    say: (from, to) => dangerous(say`Every workflow pod has other rights: ${to} (before: ${from}).`),
  },
  {
    path: /^controller\.workflowDefaults\.spec\.activeDeadlineSeconds$/,
    topic: "Limits",
    say: (from, to) => check(say`A workflow may run for ${to} seconds (before: ${from}).`),
  },
  {
    path: /^controller\.workflowDefaults\.spec\.ttlStrategy/,
    topic: "Retention",
    say: (from, to) => check(say`Finished workflows stay for ${to} seconds (before: ${from}).`),
  },
  {
    path: /^controller\.persistence\.archiveTTL$/,
    topic: "Retention",
    say: (from, to) =>
      check(
        say`The archive keeps workflows for ${to === "" ? words("ever") : say`${to}`} (before: ${from === "" ? words("ever") : say`${from}`}).`,
      ),
  },
  {
    path: /^controller\.persistence\.archive$/,
    topic: "Retention",
    say: (_, to) =>
      to === "true"
        ? note(say`Finished workflows are kept in the archive.`)
        : dangerous(say`Finished workflows are no longer kept in the archive.`),
  },
  {
    path: /^controller\.persistence\.postgresql\.(host|port|database)$/,
    topic: "Retention",
    say: (from, to) =>
      check(
        say`Argo keeps finished workflows in another database: ${to === "" ? words("none") : say`${to}`} (before: ${from === "" ? words("none") : say`${from}`}). What the old one has is no longer shown.`,
      ),
  },
  {
    path: /^controller\.persistence\.postgresql\.sslMode$/,
    topic: "Secrets",
    say: (from, to) =>
      (to === "verify-full" ? note : dangerous)(
        say`Argo connects to the archive with TLS mode ${to === "" ? words("none") : say`${to}`} (before: ${from === "" ? words("none") : say`${from}`}).`,
      ),
  },
  {
    path: /^controller\.persistence\.postgresql\.ssl$/,
    topic: "Secrets",
    say: (from, to) =>
      dangerous(
        say`Argo connects to the archive with TLS mode ${to === "" ? words("none") : say`${to}`} (before: ${from === "" ? words("none") : say`${from}`}).`,
      ),
  },
  {
    path: /^controller\.(namespaceP|p)arallelism$/,
    topic: "Limits",
    say: (from, to) => check(say`At most ${to} workflows run at the same time (before: ${from}).`),
  },
  {
    path: /^(controller|server)\.replicas$/,
    topic: "Restart",
    say: (from, to) =>
      check(
        say`Argo has ${to} replicas of a component (before: ${from})${words(number(to) < 2 ? ": none takes over if one fails" : number(to) > number(from) ? ": it can cost more" : "")}.`,
      ),
  },
  {
    path: /^images\.|\.image\.(registry|repository|tag)$/,
    topic: "Versions",
    say: (from, to) =>
      check(
        say`Argo's images come from or are ${to === "" ? words("the default") : say`${to}`} (before: ${from === "" ? words("the default") : say`${from}`}).`,
      ),
  },
  {
    path: /^artifactRepository\./,
    topic: "Access",
    say: (from, to) =>
      check(
        say`Artifacts without a repository of their own are kept differently: ${to === "" ? words("nothing") : say`${to}`} (before: ${from === "" ? words("nothing") : say`${from}`}).`,
      ),
  },
  {
    path: /^(controller|server)\.serviceAccount\./,
    topic: "Access",
    say: (from, to) =>
      dangerous(
        say`Argo runs as another account or AWS role: ${to === "" ? words("none") : say`${to}`} (before: ${from === "" ? words("none") : say`${from}`}).`,
      ),
  },
  {
    path: /rbac\.create$|^createAggregateRoles$|\.clusterWorkflowTemplates\.|^singleNamespace$|\.rbac\./,
    topic: "Access",
    say: (from, to) => dangerous(say`Argo's chart makes other roles: ${to} (before: ${from}).`),
  },
  {
    path: /resources\.(requests|limits)\./,
    topic: "Cost",
    say: (from, to) => check(say`A pod of Argo gets ${to} (before: ${from}).`),
  },
];

/** Checksums say that something else changed; the ingress and the login have explainers of their own. */
const saidElsewhere =
  /checksum\/|^server\.(ingress|authModes|extraArgs|secure)\b|^server\.sso\.enabled$|^manifests\b/;

/** What Argo's own values change. */
export const argo: Explainer = (estate) =>
  releases(estate).flatMap((pair) => {
    const { old, now } = pair;
    const differences = differencesOf(old.values, now.values).filter(
      ({ path }) => !/^manifests\b/.test(path),
    );
    if (differences.length === 0) return rewritten(pair);
    const findings = [...reach(pair)];
    const others: string[] = [];
    for (const { path, before, after } of differences) {
      if (saidElsewhere.test(path)) continue;
      const setting = settings.find((one) => one.path.test(path));
      if (setting === undefined) others.push(path);
      else {
        const { level, sentence } = setting.say(shown(before), shown(after));
        const isNoun =
          /securityContext|SecurityContext|resources|images|image\.|serviceAccount|artifactRepository|rbac|replicas|arallelism|persistence\.postgresql/.test(
            path,
          );
        findings.push(finding(level, setting.topic, now, isNoun ? say`${sentence} (${path})` : sentence));
      }
    }
    if (others.length > 0)
      findings.push(
        finding(
          "check",
          "Settings",
          now,
          say`Other values of release ${now.name} change: ${[...new Set(others)]}. See below.`,
        ),
      );
    const parts = ["controller", "server"].filter((part) =>
      differences.some(({ path }) => restarts(path, part)),
    );
    if (parts.length > 0)
      findings.push(
        finding(
          parts.includes("server") ? "check" : "note",
          "Restart",
          now,
          say`Argo restarts its ${parts}: running workflows go on, and people may be interrupted for seconds.`,
        ),
      );
    return findings;
  });

const restarts = (path: string, part: string) =>
  path.startsWith(`${part}.`) &&
  !/^server\.ingress|\.(replicas|pdb)\b|^controller\.(serviceMonitor)/.test(path);

function shown(value: unknown): string {
  return value === undefined || value === null
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
}

function rewritten({ old, now }: ReleasePair): Finding[] {
  const source = ({ attributes }: Release) => JSON.stringify(attributes.values);
  if (source(old) === source(now)) return [];
  return same(old.values, now.values)
    ? [
        finding(
          "same",
          "Settings",
          now,
          say`The values of release ${now.name} are written differently and say the same.`,
        ),
      ]
    : [];
}
