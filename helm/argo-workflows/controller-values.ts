import { type Chart, isAtLeast } from "../../config/chart";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import type { Values } from "./merge";
import { deploymentValues } from "./pods";
import { workflowDefaults } from "./workflow-defaults";

/** Connections of each pod to the archive. Two controllers and two servers stay far below Aurora's least maximum. */
const connectionPool = { maxIdleConns: 10, maxOpenConns: 20, connMaxLifetime: "30m" };

/**
 * How long Argo 4.1 tries to reach a database that is gone: a day, every 15 seconds. After the last try it gives up for
 * good: by default that is after 3 seconds, less than any failover takes, and then neither controller nor server
 * archives or reads anything until it is restarted (argo-workflows#16771). Argo 4.0 has no such key.
 */
const reconnectionConfig = { maxRetries: 5760, baseDelaySeconds: 1, maxDelaySeconds: 15, retryMultiple: 1 };

/**
 * The workflow controller: its Deployment, and its configuration, which the server reads too.
 * @param databaseHost name of the archive's host; not read while the archive is off
 */
export function controllerValues(environment: Environment, chart: Chart, databaseHost: string): Values {
  const { name, controller, archive, monitoring, teams } = environment;
  return {
    ...deploymentValues(environment, {
      replicas: controller.replicas,
      account: naming.serviceAccounts.controller,
      role: naming.roleNames.controller(name),
    }),
    workflowNamespaces: teams.map(({ namespace }) => namespace),
    parallelism: controller.parallelism,
    namespaceParallelism: controller.namespaceParallelism,
    resourceRateLimit: controller.rateLimit,
    workflowDefaults: workflowDefaults(environment),
    // The key must be absent, not false: the chart renders what is there, and Argo ends at a half-filled one.
    ...(archive.enabled && { persistence: persistence(environment, chart, databaseHost) }),
    ...restrictions(environment),
    ...links(environment),
    serviceMonitor: {
      enabled: monitoring.serviceMonitor,
      ...(monitoring.serviceMonitor && { additionalLabels: monitoring.serviceMonitorLabels }),
    },
  };
}

function persistence(
  { name, region, archive, cluster }: Environment,
  { appVersion }: Chart,
  host: string,
): Values {
  const secret = naming.kubernetesSecrets.database;
  return {
    archive: true,
    archiveTTL: `${archive.ttlDays}d`,
    // Big workflows outgrow the megabyte that etcd has for an object.
    nodeStatusOffLoad: true,
    clusterName: `${name}-${cluster.name}`,
    connectionPool,
    ...(isAtLeast(appVersion, 4, 1) && { reconnectionConfig }),
    postgresql: {
      host,
      port: naming.databasePort,
      database: naming.archiveDatabase,
      tableName: "argo_workflows",
      // Without ssl Argo ignores sslMode and speaks plain text, which the database refuses.
      ssl: true,
      sslMode: "require",
      userNameSecret: { name: secret, key: "username" },
      // Argo doesn't read it while awsRDSToken is on, but chart 1.0.18 fails without a name.
      passwordSecret: { name: secret, key: "password" },
      ...(archive.login === "iam" && { awsRDSToken: { enabled: true, region } }),
    },
  };
}

function restrictions({ workflows }: Environment): Values {
  const { templateReferencing } = workflows;
  return templateReferencing === "none" ? {} : { workflowRestrictions: { templateReferencing } };
}

/** Argo fills in `${metadata.name}`; in Terraform's JSON it is escaped with the rest of the values. */
function links({ workflows }: Environment): Values {
  const url = workflows.logLinkUrl;
  if (url === undefined) return {};
  return { links: ["workflow", "pod-logs"].map((scope) => ({ name: "Logs", scope, url })) };
}
