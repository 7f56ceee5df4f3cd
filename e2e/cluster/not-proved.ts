/** What this run does not prove; printed at its end. */
export const notProved: readonly string[] = [
  "an installed chart: its rendering is compared, but the programs run with the lab's own ConfigMap and roles (shared/installation/configuration.ts)",
  "Terraform's release of the chart: its pods have no images here; `aws eks get-token` and data sources of AWS",
  "NetworkPolicies: cyclonus evaluates them, nothing enforces them; how a CNI treats services, nodes and host networks stays open",
  "login by SSO: requests, not pages in a browser",
  "External Secrets: its objects are validated against its own definitions, but its controller isn't run, also not weekly: the lab makes the Secrets of the archive and of SSO itself",
  "whether a store of External Secrets reads and refreshes a Secret or survives an outage of Secrets Manager, and whether a GitHub App gets tokens: nothing runs that",
  "Prometheus operator: the chart's ServiceMonitor is validated, but no operator reads it",
  "a lost node: the agent removes its pod and writes what a kubelet would; no machine is lost",
  "a database that is down: it is stopped and started again; no failover of Aurora to another address",
  "workflows under the configuration of dev, staging and production: their programs run and log users in, but no pod stores an artifact",
  "bucket and key policies: moto doesn't evaluate them; the policy simulator of the unit tests does",
  "archive.database: External Secrets doesn't run here, so nothing reads its secretArn; its file of authorities is mounted by hand",
  "archive.login iam: no committed environment uses it, so local runs with it; nothing checks the token or rds-db:connect",
];
