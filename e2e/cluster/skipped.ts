/** What this run says nothing about, printed at its end. */
export const notYetProved: readonly string[] = [
  "the chart's own rendering, both versions: the chart can't be had here; values are mapped by hand (argo/configuration.ts)",
  "Terraform's kubernetes and helm providers: the converter e2e/lab/manifests-of.ts stands in, so empty plans are not shown",
  "NetworkPolicies: accepted by the API server, not evaluated (no cyclonus yet)",
  "login by SSO: by requests, not in a browser's pages; groups that come from a provider's user info, as some send them",
  "External Secrets: its objects are validated, no operator delivers the Secrets",
  "Prometheus operator: our stacks make none of its objects, the chart would; its definitions are not installed",
  "a node that is lost: the agent takes its pod away and writes what a kubelet would; no machine goes",
  "a database that is down: stopped and started again, no failover of Aurora's to another address",
  "workflows under the configuration of dev, staging and production: its programs run and log people in, no pod of theirs ends with an artifact",
  "bucket and key policies, ListBucket: moto doesn't judge them, the policy simulator in the unit tests does",
  "archive.login iam: no committed environment uses it, local is run with it; AWS judges neither the token nor rds-db:connect",
];
