import { text, texts } from "../change";
import { type Explainer, finding } from "../estate";
import { type Finding, say, type Sentence, words } from "../sentence";
import { type Cluster, keyOf, type KubernetesObject, list } from "./objects";

/** One right of somebody: a verb on a resource, in a namespace or everywhere. */
interface Right {
  readonly subject: string;
  /** Empty: in every namespace. */
  readonly namespace: string;
  /** `secrets`, `workflows.argoproj.io`, with the names that it is limited to. */
  readonly resource: string;
  readonly verb: string;
  readonly binding: KubernetesObject;
  /** Addresses of the binding and of its role. */
  readonly about: readonly string[];
}

/** Who can do more or less in the cluster afterwards: every binding with the rules of its role, before and after. */
export const rbac: Explainer = ({ before, after }) => {
  const [old, now] = [rightsOf(before), rightsOf(after)];
  const [gained, lost] = [without(now, old), without(old, now)];
  const newSubjects = new Set(
    gained.map(({ subject }) => subject).filter((one) => !old.some(({ subject }) => subject === one)),
  );
  return [
    ...grouped(gained).map((group) => more(group, newSubjects)),
    ...grouped(lost).map((group) => less(group)),
    ...rewritten(before, after, gained.length + lost.length > 0),
  ];
};

const idOf = ({ subject, namespace, resource, verb }: Right) =>
  JSON.stringify([subject, namespace, resource, verb]);

function without(these: readonly Right[], those: readonly Right[]): Right[] {
  const known = new Set(those.map(idOf));
  return these.filter((right) => !known.has(idOf(right)));
}

function rightsOf(cluster: Cluster): Right[] {
  return [...cluster.objects.values()]
    .filter(({ kind }) => kind === "RoleBinding" || kind === "ClusterRoleBinding")
    .flatMap((binding) => {
      const reference = binding.body.roleRef as Record<string, unknown> | undefined;
      const rules = rulesOf(cluster, binding, text(reference?.kind) ?? "", text(reference?.name) ?? "");
      const namespace = binding.kind === "ClusterRoleBinding" ? "" : binding.namespace;
      return list(binding.body.subjects).flatMap((subject) =>
        rules.map((rule) => ({
          ...rule,
          subject: subjectName(subject, binding),
          namespace,
          binding,
          about: [binding.address, ...rule.about],
        })),
      );
    });
}

function subjectName(subject: Record<string, unknown>, binding: KubernetesObject): string {
  const [kind, name, namespace] = [text(subject.kind), text(subject.name), text(subject.namespace)];
  if (kind !== "ServiceAccount") return `${kind ?? "?"} ${name ?? "?"}`;
  return `${namespace ?? binding.namespace}/${name ?? "?"}`;
}

function rulesOf(cluster: Cluster, { namespace }: KubernetesObject, kind: string, name: string) {
  const key = keyOf({ kind, namespace: kind === "ClusterRole" ? "" : namespace, name });
  const role = cluster.objects.get(key);
  // The role is in no plan that this page has: a role of Kubernetes itself, of the chart, or of another stack.
  if (role === undefined) return [{ resource: `role ${name}`, verb: "*", about: [] as string[] }];
  return list(role.body.rules).flatMap((rule) => {
    const names = texts(rule.resourceNames);
    const limited = names.length === 0 ? "" : ` (only ${names.join(", ")})`;
    const groups = texts(rule.apiGroups);
    const resources = texts(rule.resources).flatMap((resource) =>
      (groups.length === 0 ? [""] : groups).map(
        (group) => `${resource}${group === "" ? "" : `.${group}`}${limited}`,
      ),
    );
    return [...resources, ...texts(rule.nonResourceUrls)].flatMap((resource) =>
      texts(rule.verbs).map((verb) => ({ resource, verb, about: [role.address] })),
    );
  });
}

interface Group {
  readonly subject: string;
  readonly namespaces: readonly string[];
  readonly rights: readonly Right[];
  readonly resources: ReadonlyMap<string, readonly string[]>;
}

/** Same subject and same rights in several namespaces: one sentence. */
function grouped(rights: readonly Right[]): Group[] {
  const byPlace = new Map<string, Right[]>();
  for (const right of rights) {
    const key = JSON.stringify([right.subject, right.namespace]);
    byPlace.set(key, [...(byPlace.get(key) ?? []), right]);
  }
  const groups = new Map<
    string,
    { subject: string; namespaces: string[]; rights: Right[]; resources: Map<string, string[]> }
  >();
  for (const own of byPlace.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const resources = new Map<string, string[]>();
    for (const { resource, verb } of own)
      resources.set(resource, [...(resources.get(resource) ?? []), verb].sort());
    const key = JSON.stringify([first.subject, [...resources].sort()]);
    const group = groups.get(key) ?? { subject: first.subject, namespaces: [], rights: [], resources };
    group.namespaces.push(first.namespace);
    group.rights.push(...own);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** With these, a person or program can get others' rights, secrets, or a shell. */
function isStrong({ resource, verb, namespace, subject }: Right): boolean {
  const name = resource.replace(/ \(only .*/, "");
  if (/^Group system:(authenticated|unauthenticated|serviceaccounts)|^User system:anonymous/.test(subject))
    return true;
  if (name.startsWith("role "))
    return /^role (cluster-admin|admin|edit|system:)/.test(name) || namespace === "";
  if (verb === "*" || name === "*" || name.startsWith("*.")) return true;
  if (["escalate", "bind", "impersonate"].includes(verb)) return true;
  if (/^(pods\/(exec|attach|portforward|ephemeralcontainers)|nodes|serviceaccounts\/token)/.test(name))
    return verb !== "list" && verb !== "watch";
  if (name === "secrets") return verb !== "create" && (resource === name || verb !== "get");
  if (/^(roles|rolebindings|clusterroles|clusterrolebindings)\.rbac/.test(name))
    return !/^(get|list|watch)$/.test(verb);
  if (/admission|customresourcedefinitions/.test(name)) return !/^(get|list|watch)$/.test(verb);
  return namespace === "" && !/^(get|list|watch)$/.test(verb);
}

function more({ subject, namespaces, rights, resources }: Group, newSubjects: ReadonlySet<string>): Finding {
  const [first] = rights;
  const about = [...new Set(rights.flatMap((right) => right.about))];
  const isNewAccount = newSubjects.has(subject) && /^[^ ]+\/[^ ]+$/.test(subject);
  const level = rights.some(isStrong) ? "danger" : isNewAccount ? "note" : "check";
  return {
    level,
    topic: level === "note" ? "New" : "Access",
    stack: first?.binding.stack ?? "",
    about,
    sentence: say`${who(subject)} may now ${what(resources)} ${where(namespaces)}.`,
  };
}

function less({ subject, namespaces, rights, resources }: Group): Finding {
  const [first] = rights;
  return {
    level: "note",
    topic: "Access",
    stack: first?.binding.stack ?? "",
    about: [...new Set(rights.flatMap((right) => right.about))],
    sentence: say`${who(subject)} may no longer ${what(resources)} ${where(namespaces)}.`,
  };
}

function who(subject: string): Sentence {
  const person = /^(User|Group) (.*)$/s.exec(subject);
  if (person === null) return say`Service account ${subject}`;
  return say`${words(person[1] === "Group" ? "Everybody in group" : "User")} ${person[2] ?? ""}`;
}

function what(resources: ReadonlyMap<string, readonly string[]>): Sentence {
  const phrases = [...resources].map(([resource, verbs]) =>
    resource.startsWith("role ")
      ? say`do what role ${resource.slice(5)} allows`
      : say`${verbs.includes("*") ? words("do everything with") : say`${verbs}`} ${resource === "*" ? words("everything") : say`${resource}`}`,
  );
  const shown = phrases.slice(0, 6);
  const more = phrases.length > 6 ? say`; and more with ${phrases.length - 6} other resources` : words("");
  return say`${{ parts: shown.flatMap(({ parts }, index) => (index === 0 ? parts : ["; ", ...parts])) }}${more}`;
}

const where = (namespaces: readonly string[]): Sentence =>
  namespaces.includes("") ? words("in every namespace") : say`in ${namespaces}`;

/** Roles and bindings whose text changed and whose rights didn't. */
function rewritten(before: Cluster, after: Cluster, hasSentences: boolean): Finding[] {
  if (hasSentences) return [];
  return ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
    [...after.objects].flatMap(([key, now]) => {
      const old = before.objects.get(key);
      const parts = ({ body }: KubernetesObject) => JSON.stringify([body.rules, body.subjects, body.roleRef]);
      return now.kind !== kind || old === undefined || parts(old) === parts(now)
        ? []
        : [
            finding(
              "same",
              "Access",
              now,
              say`${kind} ${now.name} is written differently and gives the same rights.`,
            ),
          ];
    }),
  );
}
