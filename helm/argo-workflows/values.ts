import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type Chart, isAtLeast } from "../../config/chart";
import type { Environment } from "../../config/environment";
import { artifactBucketName, artifactKeyFormat, databaseName, serviceEndpoint } from "../../config/naming";
import { repositoryPath } from "../../config/repository";
import { controllerValues } from "./controller-values";
import { merged, type Value, type Values } from "./merge";
import { nodes } from "./pods";
import { serverValues } from "./server-values";

/**
 * All values for the upstream chart: values.yaml, and over it what the environment says.
 * @param databaseHost name of the archive's host, or a reference to it
 */
export function argoValues(environment: Environment, chart: Chart, databaseHost: string): Values {
  // The host's name is AWS' invention, and a reference has another text in each synth: the cluster stands for it.
  const known = complete(environment, chart, databaseName(environment.name));
  const annotations = { "checksum/config": checksum(environment, known) };
  return merged(complete(environment, chart, databaseHost), {
    controller: { podAnnotations: annotations },
    server: { podAnnotations: annotations },
  });
}

function complete(environment: Environment, chart: Chart, databaseHost: string): Values {
  const base = parse(readFileSync(repositoryPath("helm", "argo-workflows", "values.yaml"), "utf8")) as Values;
  return merged(base, {
    crds: customResources(environment, chart),
    controller: controllerValues(environment, chart, databaseHost),
    server: serverValues(environment),
    executor: imageOf(environment),
    artifactRepository: {
      s3: {
        bucket: artifactBucketName(environment),
        region: environment.region,
        endpoint: serviceEndpoint(environment, "s3"),
        insecure: false,
        useSDKCreds: true,
        // The chart prints it as it stands, so Argo's braces aren't escaped.
        keyFormat: artifactKeyFormat,
      },
    },
  });
}

/**
 * The Job that brings the definitions. Up to chart 1.x it loads them from the internet: behind a mirror of images there
 * is none, so they come with the release, without their complete schemas.
 */
function customResources(environment: Environment, chart: Chart): Values {
  const { scheduling, images } = environment;
  const fromImage = isAtLeast(chart.version, 2);
  return {
    ...(images.registry !== undefined && !fromImage && { full: false }),
    upgradeJob: {
      ...nodes(scheduling.nodeSelector, scheduling.tolerations),
      ...(fromImage && imageOf(environment)),
    },
  };
}

function imageOf({ images }: Environment): Values {
  return images.registry === undefined ? {} : { image: { registry: images.registry } };
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
 * A controller reads some of its configuration at start only (argo-helm#2622), so a change of it makes new pods. So does
 * a new database password, which Argo 4.0 reads once.
 */
function checksum({ archive }: Environment, values: Values): string {
  const parts = configuration.map((path) => path.reduce<Value | undefined>(child, values));
  const password = archive.enabled ? archive.passwordVersion : undefined;
  return createHash("sha256")
    .update(JSON.stringify([parts, password]))
    .digest("hex");
}

function child(value: Value | undefined, key: string): Value | undefined {
  return (value as Values | undefined)?.[key];
}
