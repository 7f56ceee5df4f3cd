import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { serviceEndpoint } from "../../config/arns";
import { artifactBucketName, artifactKeyFormat, databaseName } from "../../config/aws-naming";
import { type Chart, isAtLeast } from "../../config/chart";
import type { Environment } from "../../config/environment";
import { repositoryPath } from "../../config/repository";
import { proxyVariables } from "../../config/values/proxy-variables";
import { archiveAuthoritiesValues } from "./archive-authorities";
import { controllerValues } from "./controller-values";
import { merged, type Value, type Values } from "./merge";
import { argosImage, nodes } from "./pods";
import { serverValues } from "./server-values";

/**
 * All values for the upstream chart: values.yaml, overridden by those of the environment.
 * @param databaseHost host name of the database that this project creates for the archive, or a reference to it
 */
export function argoValues(environment: Environment, chart: Chart, databaseHost: string): Values {
  // AWS generates the host name, and the text of a reference differs between synths. So the checksum uses the name of
  // the database cluster.
  const known = complete(environment, chart, databaseName(environment.name));
  const annotations = { "checksum/config": checksum(environment, known) };
  return merged(complete(environment, chart, databaseHost), {
    controller: { podAnnotations: annotations },
    server: { podAnnotations: annotations },
  });
}

let fileValues: Values | undefined;

/** The values of values.yaml, read only once for all environments. */
function baseValues(): Values {
  fileValues ??= parse(
    readFileSync(repositoryPath("helm", "argo-workflows", "values.yaml"), "utf8"),
  ) as Values;
  return fileValues;
}

function complete(environment: Environment, chart: Chart, databaseHost: string): Values {
  const settings = merged(baseValues(), {
    crds: customResources(environment, chart),
    controller: controllerValues(environment, chart, databaseHost),
    server: serverValues(environment, chart),
    ...pullSecrets(environment),
    executor: { resources: environment.executor.resources, ...argosImage(environment.images) },
    artifactRepository: {
      s3: {
        bucket: artifactBucketName(environment),
        region: environment.region,
        endpoint: serviceEndpoint(environment, "s3"),
        insecure: false,
        useSDKCreds: true,
        // The chart prints the value unchanged, so Argo's braces need no escape.
        keyFormat: artifactKeyFormat,
      },
    },
  });
  const ours = merged(merged(settings, proxy(environment)), archiveAuthoritiesValues(environment));
  return merged(ours, extraValues(environment));
}

/** Argo's programs, its containers in each pod, and every step call through the proxy; a template's own variable wins. */
function proxy(environment: Environment): Values {
  const env = proxyVariables(environment);
  if (env.length === 0) return {};
  return {
    controller: { extraEnv: env },
    server: { extraEnv: env },
    executor: { env },
    mainContainer: { env },
  };
}

/** What the environment file says under the chart's own names. Lists come after those of the project. */
function extraValues({ argo }: Environment): Values {
  const { controller, server } = argo.values;
  return { controller, server };
}

/**
 * The Job that installs the custom resource definitions. In chart 1.x it downloads them from the internet. A site with
 * its own registry may have no internet access, so there the release contains them, without their complete schemas. So
 * does a site whose registry demands a login.
 */
function customResources(environment: Environment, chart: Chart): Values {
  const { scheduling, images } = environment;
  const fromImage = isAtLeast(chart.version, 2);
  const { image } = argosImage(images);
  // The chart gives the Job no pull secret.
  const unreachable = image !== undefined && (!fromImage || images.pullSecret !== undefined);
  return {
    ...(unreachable && { full: false }),
    upgradeJob: {
      ...nodes(scheduling.nodeSelector, scheduling.tolerations),
      ...(fromImage && { image }),
    },
  };
}

/** For the Deployments. In a team's namespace, the service accounts name the Secret. */
function pullSecrets({ images: { pullSecret } }: Environment): Values {
  return pullSecret === undefined ? {} : { images: { pullSecrets: [{ name: pullSecret }] } };
}

/** What the chart writes into the controller's ConfigMap (argo-helm: workflow-controller-config-map.yaml). */
const configuration: readonly (readonly string[])[] = [
  ["images", "pullPolicy"],
  ["executor"],
  ["mainContainer"],
  ["artifactRepository"],
  ["server", "sso"],
  ...[
    "parallelism",
    "namespaceParallelism",
    "resourceRateLimit",
    "persistence",
    "workflowDefaults",
    "workflowRestrictions",
    "links",
    "metricsConfig",
    "failedPodRestart",
  ].map((key) => ["controller", key]),
];

/**
 * A controller reads parts of its configuration only at start (argo-helm#2622), so a change must replace the pods. So
 * must a new database password, which Argo 4.0 reads only once, and other authorities of the database: a volume shows them
 * only after a minute.
 */
function checksum({ archive, argo }: Environment, values: Values): string {
  const { columns } = argo.values.controller;
  const parts: unknown[] = configuration.map((path) => path.reduce<Value | undefined>(child, values));
  const password = archive.enabled ? archive.passwordVersion : undefined;
  const authorities = archive.enabled ? archive.database?.rootCA : undefined;
  const more = [columns, authorities].filter((each) => each !== undefined);
  return createHash("sha256")
    .update(JSON.stringify([parts, password, ...more]))
    .digest("hex");
}

function child(value: Value | undefined, key: string): Value | undefined {
  return (value as Values | undefined)?.[key];
}
