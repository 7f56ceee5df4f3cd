import { archiveDatabase, databasePort, roleNames } from "../../config/aws-naming";
import { type Chart, isAtLeast } from "../../config/chart";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import type { Values } from "./merge";
import { deploymentValues } from "./pods";
import { workflowDefaults } from "./workflow-defaults";

/** Per pod. Two controllers and two servers stay far below max_connections of the smallest Aurora instance. */
const connectionPool = { maxIdleConns: 10, maxOpenConns: 20, connMaxLifetime: "30m" };

/**
 * How long Argo 4.1 tries to reconnect to the database: for a day, every 15 seconds. After the last attempt it gives
 * up, and the controller and server neither archive nor read anything until you restart them (argo-workflows#16771).
 * By default that happens after 3 seconds, which is shorter than any failover. Argo 4.0 doesn't have this key.
 */
const reconnectionConfig = { maxRetries: 5760, baseDelaySeconds: 1, maxDelaySeconds: 15, retryMultiple: 1 };

/**
 * The workflow controller: its Deployment, and its configuration, which the server reads too.
 * @param databaseHost host name of the database that this project creates; not used without it
 */
export function controllerValues(environment: Environment, chart: Chart, databaseHost: string): Values {
  const { name, controller, archive, monitoring, images } = environment;
  return {
    ...deploymentValues(environment, {
      replicas: controller.replicas,
      account: naming.serviceAccounts.controller,
      role: roleNames.controller(name),
    }),
    resources: controller.resources,
    // To look up the command of an image, the controller logs in to the registry as the pod's account would.
    ...(images.pullSecret !== undefined && { rbac: { secretWhitelist: [images.pullSecret] } }),
    ...throughput(controller),
    parallelism: controller.parallelism,
    namespaceParallelism: controller.namespaceParallelism,
    resourceRateLimit: controller.rateLimit,
    workflowDefaults: workflowDefaults(environment),
    // Without the archive, the key must be absent: the chart renders whatever it finds, and Argo exits if something is
    // missing in it.
    ...(archive.enabled && { persistence: persistence(environment, chart, databaseHost) }),
    ...restrictions(environment),
    ...links(environment),
    // The rules read the namespace of a workflow. Otherwise Prometheus calls it exported_namespace.
    ...(monitoring.rules && { metricsConfig: { honorLabels: true } }),
    serviceMonitor: {
      enabled: monitoring.serviceMonitor,
      ...(monitoring.serviceMonitor && { additionalLabels: monitoring.serviceMonitorLabels }),
    },
  };
}

/** Only what differs from Argo's own defaults, so that an ordinary controller has no flags of ours. */
function throughput({ workers, qps, burst }: Environment["controller"]): Values {
  const argos = { workers: 32, qps: 20, burst: 30 };
  const flags = [
    ...(qps === argos.qps ? [] : [`--qps=${qps}`]),
    ...(burst === argos.burst ? [] : [`--burst=${burst}`]),
  ];
  return {
    ...(workers !== argos.workers && { workflowWorkers: workers }),
    ...(flags.length > 0 && { extraArgs: flags }),
  };
}

function persistence(
  { name, region, archive, cluster }: Environment,
  { appVersion }: Chart,
  host: string,
): Values {
  const secret = naming.kubernetesSecrets.database;
  const { database } = archive;
  return {
    archive: true,
    archiveTTL: `${archive.ttlDays}d`,
    // Large workflows exceed the megabyte that etcd allows per object.
    nodeStatusOffLoad: true,
    clusterName: `${name}-${cluster.name}`,
    connectionPool,
    ...(isAtLeast(appVersion, 4, 1) && { reconnectionConfig }),
    postgresql: {
      host: database?.host ?? host,
      port: database?.port ?? databasePort,
      database: database?.name ?? archiveDatabase,
      tableName: "argo_workflows",
      // Without ssl, Argo ignores sslMode and connects in plain text, which the database refuses.
      ssl: true,
      // Aurora's certificates come from no public authority.
      sslMode: database ? "verify-full" : "require",
      userNameSecret: { name: secret, key: "username" },
      // Argo doesn't read it if awsRDSToken is on, but chart 1.0.18 fails without a name.
      passwordSecret: { name: secret, key: "password" },
      ...(archive.login === "iam" && { awsRDSToken: { enabled: true, region } }),
    },
  };
}

function restrictions({ workflows }: Environment): Values {
  const { templateReferencing } = workflows;
  return templateReferencing === "none" ? {} : { workflowRestrictions: { templateReferencing } };
}

/** Argo fills in `${metadata.name}`. It is escaped in Terraform's JSON together with all other values. */
function links({ workflows }: Environment): Values {
  const url = workflows.logLinkUrl;
  if (url === undefined) return {};
  return { links: ["workflow", "pod-logs"].map((scope) => ({ name: "Logs", scope, url })) };
}
