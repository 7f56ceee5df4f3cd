/** What this run says nothing about, printed at its end. */
export const notYetProved: readonly string[] = [
  "the chart installed: its rendering is compared, but programs run with the lab's own ConfigMap and roles (argo/configuration.ts)",
  "Terraform's release of the chart: its pods have no images here; `aws eks get-token` and data sources of AWS",
  "NetworkPolicies: judged by cyclonus, not enforced; it can't say how a CNI treats services, nodes and host networks",
  "login by SSO: no OIDC provider yet; its accounts and rights are checked, its mapping is not",
  "External Secrets: its objects are validated, no operator delivers the Secrets",
  "Prometheus operator: the chart's ServiceMonitor is validated, no operator reads it",
  "a lost pod's retry, a replaced leader: e2e:lab shows them with its own configuration only; a database that is down",
  "Argo with the configuration of dev, staging and production: only that of local is run",
  "bucket and key policies, ListBucket: moto doesn't judge them, the policy simulator in the unit tests does",
  "archive.login iam and its Job: no committed environment uses it",
];
