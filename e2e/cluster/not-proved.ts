/** What this run says nothing about, printed at its end. */
export const notProved: readonly string[] = [
  "the chart installed: its rendering is compared, but programs run with the lab's own ConfigMap and roles (argo/configuration.ts)",
  "Terraform's release of the chart: its pods have no images here; `aws eks get-token` and data sources of AWS",
  "NetworkPolicies: judged by cyclonus, not enforced; it can't say how a CNI treats services, nodes and host networks",
  "login by SSO: by requests, not in a browser's pages; groups that come from a provider's user info, as some send them",
  "External Secrets: its objects are validated, no operator delivers the Secrets",
  "Prometheus operator: the chart's ServiceMonitor is validated, no operator reads it",
  "a node that is lost: the agent takes its pod away and writes what a kubelet would; no machine goes",
  "a database that is down: stopped and started again, no failover of Aurora's to another address",
  "workflows under the configuration of dev, staging and production: its programs run and log users in, no pod of theirs ends with an artifact",
  "bucket and key policies: moto doesn't judge them, the policy simulator in the unit tests does",
  "archive.login iam: no committed environment uses it, local is run with it; AWS judges neither the token nor rds-db:connect",
];
