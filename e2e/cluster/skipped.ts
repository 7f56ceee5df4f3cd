/** What this run says nothing about, printed at its end. */
export const notYetProved: readonly string[] = [
  "the chart's own rendering, both versions: the chart can't be had here; values are mapped by hand (argo/configuration.ts)",
  "Terraform's kubernetes and helm providers: the converter e2e/lab/manifests-of.ts stands in, so empty plans are not shown",
  "NetworkPolicies: judged by cyclonus, not enforced; how a CNI treats a service's address or a node's own, it can't say",
  "login by SSO: no OIDC provider yet; its accounts and rights are checked, its mapping is not",
  "External Secrets: its objects are validated, no operator delivers the Secrets",
  "Prometheus operator: our stacks make none of its objects, the chart would; its definitions are not installed",
  "a lost pod's retry, a replaced leader: e2e:lab shows them with its own configuration only; a database that is down",
  "Argo with the configuration of dev, staging and production: only that of local is run",
  "bucket and key policies, ListBucket: moto doesn't judge them, the policy simulator in the unit tests does",
  "archive.login iam and its Job: no committed environment uses it",
];
