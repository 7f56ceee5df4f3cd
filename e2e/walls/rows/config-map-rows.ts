import { type Attempt, passes, refused } from "../attempt";
import { person, platform } from "../caller";
import { change, controller, editor, pathOf, server, team } from "../objects";

/** ConfigMaps that steer workflows, and Secrets that Argo's server creates. */
export const configMapRows: readonly Attempt[] = [
  ...(
    [
      ["where artifacts are", "where a namespace keeps its artifacts", { name: "artifact-repositories" }],
      ["whose signatures count", "which keys sign images", { name: "signing" }],
      [
        "what scans know",
        "where scans get their vulnerability databases",
        { name: "vulnerability-databases" },
      ],
      ["whose builds write caches", "whose builds write caches", { name: "argo-caches" }],
      ["where messages go", "where messages link to", { name: "argo-notifications" }],
      [
        "a second artifact repository",
        "where a namespace keeps its artifacts",
        { name: "other", annotations: { "workflows.argoproj.io/default-artifact-repository": "s3" } },
      ],
    ] as const
  ).map(([name, what, metadata]) =>
    refused("config-maps", `Only the platform sets ${what}`, name, editor, configMap(metadata)),
  ),
  refused(
    "config-maps",
    "Only the platform says what a target demands",
    "what targets demand",
    editor,
    configMap({ name: "argo-targets" }),
  ),
  refused(
    "config-maps",
    "Only the platform says what a target demands",
    "what targets demand, changed",
    editor,
    change(pathOf.configMap("argo-targets"), { data: { "demands.backend": "{}" } }),
  ),
  passes(
    "a freeze, by the platform",
    platform,
    change(pathOf.configMap("argo-targets"), { data: { "frozen.backend": "incident 42" } }),
  ),
  refused(
    "config-maps",
    "Only the controller writes",
    "what steps are said to have put out",
    editor,
    configMap({ name: "cache", labels: { "workflows.argoproj.io/configmap-type": "Cache" } }),
  ),
  refused(
    "config-maps",
    "Only the controller writes",
    "what steps have put out, changed",
    editor,
    change(pathOf.configMap("cached"), { data: { one: "{}", two: "{}" } }),
  ),
  passes(
    "what steps have put out, by the controller",
    controller,
    change(pathOf.configMap("cached"), { data: { two: "{}" } }),
  ),
  passes("where artifacts are, by the platform", platform, configMap({ name: "artifact-repositories" })),
  passes("whose builds write caches, by the platform", platform, configMap({ name: "argo-caches" })),
  passes("where messages go, by the platform", platform, configMap({ name: "argo-notifications" })),
  passes("whose signatures count, by the platform", platform, configMap({ name: "signing" })),
  passes(
    "parameters in a ConfigMap",
    editor,
    configMap({ name: "p", labels: { "workflows.argoproj.io/configmap-type": "Parameter" } }),
  ),
  refused(
    "config-maps",
    "A ConfigMap with parameters contains",
    "an expression in a ConfigMap with parameters",
    editor,
    {
      ...configMap({ name: "p", labels: { "workflows.argoproj.io/configmap-type": "Parameter" } }),
      body: {
        ...configMap({ name: "p", labels: { "workflows.argoproj.io/configmap-type": "Parameter" } }).body,
        data: { revision: "{{=1}}" },
      },
    },
  ),
  refused(
    "config-maps",
    "Only the controller writes",
    "a ConfigMap that becomes what steps have put out",
    editor,
    change(pathOf.configMap("limits"), {
      metadata: { labels: { "workflows.argoproj.io/configmap-type": "Cache" } },
    }),
  ),
  passes(
    "a semaphore's limit, by an editor of the namespace",
    editor,
    change(pathOf.configMap("limits"), { data: { builds: "3" } }),
  ),
  passes("a ConfigMap of an application", editor, configMap({ name: "plain" })),
  passes("the key of session cookies, by Argo's server", server, secret({ name: "sso" })),
  refused(
    "server-secrets",
    "Argo's server creates",
    "another Secret by Argo's server",
    server,
    secret({ name: "other" }),
  ),
  refused(
    "server-secrets",
    "Argo's server creates",
    "a token of an account by Argo's server",
    server,
    secret(
      { name: "sso", annotations: { "kubernetes.io/service-account.name": "default" } },
      "kubernetes.io/service-account-token",
    ),
  ),
  refused(
    "server-secrets",
    "Argo's server creates",
    "a Secret of any name by Argo's server",
    server,
    secret({ generateName: "sso" }),
  ),
  passes("a Secret in argo by somebody else", person("external-secrets"), secret({ name: "other" })),
];

function configMap(metadata: object) {
  return {
    method: "POST" as const,
    path: `/api/v1/namespaces/${team}/configmaps`,
    body: { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: team, ...metadata } },
  };
}

function secret(metadata: object, type = "Opaque") {
  return {
    method: "POST" as const,
    path: "/api/v1/namespaces/argo/secrets",
    body: { apiVersion: "v1", kind: "Secret", metadata: { namespace: "argo", ...metadata }, type },
  };
}
