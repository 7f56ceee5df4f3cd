import { block, text, texts } from "../change";
import { type Estate, type Explainer, finding } from "../estate";
import { type Finding, say, type Sentence, words } from "../sentence";
import { type KubernetesObject, list, pairs } from "./objects";

/** Targets, artifact repositories and other ConfigMaps. */
export const configMaps: Explainer = ({ before, after }) =>
  pairs(before, after, "ConfigMap").flatMap(({ before: old, after: now, any }) => {
    if (old === undefined || now === undefined) return [];
    const [a, b] = [block(old.body.data), block(now.body.data)];
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().flatMap((key) => {
      const [from, to] = [text(a[key]), text(b[key])];
      return from === to ? [] : [entry(any, key, from, to)];
    });
  });

function entry(
  map: KubernetesObject,
  key: string,
  from: string | undefined,
  to: string | undefined,
): Finding {
  const where = map.namespace;
  const target = /^demands\.(.*)$/.exec(key)?.[1];
  if (map.name === "argo-targets" && target !== undefined) return demands(map, target, json(from), json(to));
  if (map.name === "argo-targets" && key === "targets")
    return finding(
      "check",
      "Targets",
      map,
      say`Deploy steps of ${where} may use the targets ${(to ?? "").split(/[\s,]+/)} (before: ${(from ?? "").split(/[\s,]+/)}).`,
    );
  if (map.name === "artifact-repositories")
    return finding(
      "danger",
      "Access",
      map,
      say`Workflows of ${where} keep their artifacts elsewhere or with other rights: ${to ?? words("nowhere")} (before: ${from ?? words("nowhere")}).`,
    );
  if (map.name === "signing")
    return finding(
      "check",
      "Targets",
      map,
      say`The setting ${key} for signatures in ${where} becomes ${to ?? words("nothing")} (before: ${from ?? words("nothing")}).`,
    );
  return finding(
    "check",
    "Settings",
    map,
    say`${key} of ConfigMap ${`${where}/${map.name}`} becomes ${to ?? words("nothing")} (before: ${from ?? words("nothing")}).`,
  );
}

type Demands = Readonly<Record<string, unknown>> | undefined;

function demands(map: KubernetesObject, target: string, from: Demands, to: Demands): Finding {
  const people = (one: Demands) => Number(text(one?.approvals) ?? 0);
  const weaker =
    people(to) < people(from) ||
    (text(from?.signature) === "true" && text(to?.signature) !== "true") ||
    (from?.frozen !== undefined && to?.frozen === undefined) ||
    (texts(from?.repositories).length > 0 &&
      texts(to?.repositories).some((one) => !texts(from?.repositories).includes(one))) ||
    (texts(from?.repositories).length > 0 && texts(to?.repositories).length === 0);
  return finding(
    weaker ? "danger" : "check",
    "Targets",
    map,
    say`Deployments of ${map.namespace} to ${target} demand ${demanded(to)} (before: ${demanded(from)}).`,
  );
}

function demanded(one: Demands): Sentence {
  if (one === undefined) return words("nothing");
  const parts = [
    ...(Number(text(one.approvals) ?? 0) > 0
      ? [say`${Number(text(one.approvals))} approvals by ${texts(one.groups)}`]
      : []),
    ...(text(one.signature) === "true" ? [words("a signature")] : []),
    ...(texts(one.repositories).length > 0 ? [say`a build from ${texts(one.repositories)}`] : []),
    ...(one.frozen === undefined
      ? []
      : [say`that nothing is deployed (frozen: ${JSON.stringify(one.frozen)})`]),
  ];
  return parts.length === 0
    ? words("nothing")
    : { parts: parts.flatMap(({ parts: own }, index) => (index === 0 ? own : [" and ", ...own])) };
}

function json(source: string | undefined): Demands {
  if (source === undefined) return undefined;
  try {
    return block(JSON.parse(source));
  } catch {
    return { approvals: 0 };
  }
}

/** Secrets that External Secrets copies, and secrets whose value is in the plan. */
export const secrets: Explainer = ({ before, after }) => [
  ...pairs(before, after, "ExternalSecret").flatMap(({ before: old, after: now, any }) => {
    const [from, to] = [remotes(old), remotes(now)];
    const [come, gone] = [to.filter((one) => !from.includes(one)), from.filter((one) => !to.includes(one))];
    const store = (object: KubernetesObject | undefined) =>
      JSON.stringify(block(object?.body.spec).secretStoreRef);
    return [
      ...(come.length === 0
        ? []
        : [
            finding(
              "check",
              "Secrets",
              any,
              say`Secret ${any.name} in ${any.namespace} now holds ${come}, from outside of the cluster.`,
            ),
          ]),
      ...(gone.length === 0
        ? []
        : [
            finding(
              "check",
              "Secrets",
              any,
              say`Secret ${any.name} in ${any.namespace} no longer holds ${gone}.`,
            ),
          ]),
      ...(old !== undefined && now !== undefined && store(old) !== store(now)
        ? [
            finding(
              "danger",
              "Secrets",
              any,
              say`Secret ${any.name} in ${any.namespace} is read through another store.`,
            ),
          ]
        : []),
    ];
  }),
  ...["SecretStore", "ClusterSecretStore"].flatMap((kind) =>
    pairs(before, after, kind).flatMap(({ before: old, after: now, any }) => {
      if (now === undefined || JSON.stringify(old?.body.spec) === JSON.stringify(now.body.spec)) return [];
      const spaces = list(block(now.body.spec).conditions).flatMap(({ namespaces }) => texts(namespaces));
      const isOpen = kind === "ClusterSecretStore" && spaces.length === 0;
      return [
        finding(
          isOpen || old !== undefined ? "danger" : "check",
          "Secrets",
          any,
          say`Secret store ${any.name} ${words(old === undefined ? "is new" : "changes")}: it serves ${isOpen ? words("every namespace") : spaces.length > 0 ? say`${spaces}` : say`${any.namespace}`}.`,
        ),
      ];
    }),
  ),
  ...pairs(before, after, "Secret").flatMap(({ before: old, after: now, any }) => {
    if (now === undefined)
      return [finding("check", "Secrets", any, say`Secret ${`${any.namespace}/${any.name}`} is removed.`)];
    const isToken = text(now.body.type) === "kubernetes.io/service-account-token";
    const hasData =
      Object.keys(block(now.body.data)).length + Object.keys(block(now.body.stringData)).length > 0;
    if (old === undefined)
      return [
        isToken && !hasData
          ? finding(
              "check",
              "Secrets",
              any,
              say`A long-lived token of service account ${`${any.namespace}/${now.annotations["kubernetes.io/service-account.name"] ?? "?"}`} is created.`,
            )
          : finding(
              "danger",
              "Secrets",
              any,
              say`Secret ${`${any.namespace}/${any.name}`} is created by Terraform: its value is in the state.`,
            ),
      ];
    return JSON.stringify(old.body) === JSON.stringify(now.body)
      ? []
      : [finding("check", "Secrets", any, say`Secret ${`${any.namespace}/${any.name}`} changes.`)];
  }),
];

function remotes(object: KubernetesObject | undefined): string[] {
  const spec = block(object?.body.spec);
  return [
    ...list(spec.data).map(({ remoteRef }) => {
      const { key, property } = block(remoteRef);
      return `${text(key) ?? "?"}${text(property) === undefined ? "" : ` (${text(property) ?? ""})`}`;
    }),
    ...list(spec.dataFrom).map(({ extract, sourceRef }) => {
      const generator = block(block(sourceRef).generatorRef);
      return (
        text(block(extract).key) ?? `what ${text(generator.kind) ?? "?"} ${text(generator.name) ?? "?"} makes`
      );
    }),
  ];
}

/** Tokens of GitHub Apps that External Secrets asks for. */
export const gitTokens: Explainer = ({ before, after }) =>
  pairs(before, after, "GithubAccessToken").flatMap(({ before: old, after: now, any }) => {
    if (now === undefined)
      return [
        finding("check", "Secrets", any, say`The token ${any.name} of a GitHub App is no longer made.`),
      ];
    if (JSON.stringify(old?.body.spec) === JSON.stringify(now.body.spec)) return [];
    const spec = block(now.body.spec);
    const permissions = Object.entries(block(spec.permissions)).map(
      ([name, level]) => `${name}: ${text(level) ?? "?"}`,
    );
    const isNarrow = permissions.join() === "contents: read" && texts(spec.repositories).length > 0;
    return [
      finding(
        isNarrow ? "check" : "danger",
        "Secrets",
        any,
        say`The token ${any.name} of GitHub App ${text(spec.appID) ?? "?"} gives ${permissions.length === 0 ? words("every right of the App") : say`${permissions}`} in ${texts(spec.repositories).length === 0 ? words("every repository of its installation") : say`${texts(spec.repositories)}`}.`,
      ),
    ];
  });

/** Settings of an ingress class win over those of the ingress itself. */
export const ingressClasses: Explainer = ({ before, after }) =>
  pairs(before, after, "IngressClassParams").flatMap(({ before: old, after: now, any }) => {
    if (JSON.stringify(old?.body.spec) === JSON.stringify(now?.body.spec)) return [];
    if (now === undefined)
      return [
        finding(
          "check",
          "Network",
          any,
          say`Ingress class ${any.name} loses its settings: load balancers of others may join its group.`,
        ),
      ];
    const spec = block(now.body.spec);
    const others = Object.keys(spec).filter((key) => key !== "group" && key !== "namespaceSelector");
    const isOpen = others.length > 0 || spec.namespaceSelector === undefined;
    return [
      finding(
        isOpen ? "danger" : "check",
        "Network",
        any,
        say`Ingress class ${any.name} has group ${text(block(spec.group).name) ?? words("none")}${spec.namespaceSelector === undefined ? words(", for ingresses of every namespace") : words("")}${others.length === 0 ? words("") : say`, and its own ${others}, which win over the ingress`}.`,
      ),
    ];
  });

/** Workflows that start by themselves. */
export const schedules: Explainer = ({ before, after }) =>
  pairs(before, after, "CronWorkflow").flatMap(({ before: old, after: now, any }) => {
    const name = `${any.namespace}/${any.name}`;
    if (now === undefined)
      return [
        finding("check", "Schedules", any, say`Schedule ${name} is removed: nothing starts it any more.`),
      ];
    const [a, b] = [block(old?.body.spec), block(now.body.spec)];
    const template = (spec: typeof a) =>
      text(block(block(spec.workflowSpec).workflowTemplateRef).name) ?? "a workflow of its own";
    const times = (spec: typeof a) => texts(spec.schedules);
    if (old === undefined)
      return [
        finding(
          "check",
          "Schedules",
          any,
          say`Template ${template(b)} now runs in ${any.namespace} by itself at ${times(b)}, ${text(b.timezone) ?? "UTC"} (schedule ${any.name}).`,
        ),
      ];
    const findings: Finding[] = [];
    if (JSON.stringify([times(a), a.timezone]) !== JSON.stringify([times(b), b.timezone]))
      findings.push(
        finding(
          "check",
          "Schedules",
          any,
          say`Schedule ${name} runs at ${times(b)}, ${text(b.timezone) ?? "UTC"} (before: ${times(a)}, ${text(a.timezone) ?? "UTC"}).`,
        ),
      );
    if (template(a) !== template(b))
      findings.push(
        finding(
          "check",
          "Schedules",
          any,
          say`Schedule ${name} runs template ${template(b)} (before: ${template(a)}).`,
        ),
      );
    if (text(a.suspend) !== text(b.suspend))
      findings.push(
        finding(
          "check",
          "Schedules",
          any,
          say`Schedule ${name} is ${words(text(b.suspend) === "true" ? "suspended: it starts nothing" : "no longer suspended")}.`,
        ),
      );
    if (findings.length === 0 && JSON.stringify(a) !== JSON.stringify(b))
      findings.push(
        finding("check", "Schedules", any, say`Schedule ${name} runs with other arguments or settings.`),
      );
    return findings;
  });

/** Kinds that this project installs. Objects of another kind are something new to judge. */
const known = new Set([
  ...[
    "ClusterRole",
    "ClusterRoleBinding",
    "ConfigMap",
    "CronWorkflow",
    "ExternalSecret",
    "LimitRange",
    "Namespace",
  ],
  ...["NetworkPolicy", "ResourceQuota", "Role", "RoleBinding", "Secret", "SecretStore", "ClusterSecretStore"],
  ...[
    "ServiceAccount",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ClusterWorkflowTemplate",
  ],
  ...["GithubAccessToken", "IngressClass", "IngressClassParams", "PriorityClass"],
]);

export const unknownKinds = ({ before, after }: Estate): Finding[] =>
  [...after.objects].flatMap(([key, object]) => {
    if (known.has(object.kind)) return [];
    const old = before.objects.get(key);
    if (old !== undefined && JSON.stringify(old.body) === JSON.stringify(object.body)) return [];
    return [
      finding(
        "danger",
        "Settings",
        object,
        say`${object.kind} ${`${object.namespace}/${object.name}`} is of a kind that this project doesn't install. This page can't tell what it does.`,
      ),
    ];
  });
