import { parse, stringify } from "yaml";
import { argoRelease } from "../../../config/naming";
import { databaseReference, type EnvironmentStacks } from "./stack-manifests";

/** A tree of chart values. */
export interface Values {
  readonly [key: string]: unknown;
}

/**
 * The values of the release of the chart, as Helm would get them.
 * @param databaseHost in place of the archive's host, which Terraform reads from AWS
 */
export function releasedValues({ environment, json }: EnvironmentStacks, databaseHost: string): Values {
  const release = json("workflows").resource?.["helm_release"]?.[argoRelease];
  const [text] = (release?.["values"] ?? []) as string[];
  if (text === undefined) throw new Error(`the workflows stack of ${environment.name} has no ${argoRelease}`);
  const host = text.replaceAll(databaseReference, databaseHost);
  return parse(host.replaceAll("$${", "${").replaceAll("%%{", "%{")) as Values;
}

/** Values of the chart that its ConfigMap template copies unchanged, under a key of the same name. */
const blocks = [
  "resourceRateLimit",
  "persistence",
  "workflowDefaults",
  "workflowRestrictions",
  "links",
  "columns",
  "failedPodRestart",
];

/**
 * Argo's configuration from the chart's values, in place of the chart's template
 * (argo-helm 1.0.18: templates/controller/workflow-controller-config-map.yaml).
 */
export function configurationOf(values: Values): Record<string, string> {
  const controller = values["controller"] as Values;
  const { pullPolicy: imagePullPolicy } = values["images"] as Values;
  const metrics = without("headlessService", controller["metricsConfig"] as Values);
  const executor = without("image", values["executor"] as Values);
  const written: Values = {
    ...Object.fromEntries(blocks.map((key) => [key, controller[key]])),
    // The chart's own defaults.
    metricsConfig: { path: "/metrics", port: 9090, ignoreErrors: false, ...metrics },
    nodeEvents: { enabled: true },
    workflowEvents: { enabled: true },
    mainContainer: { imagePullPolicy, ...(values["mainContainer"] as Values) },
    executor: { imagePullPolicy, ...executor },
    artifactRepository: values["artifactRepository"],
    sso: singleSignOn(values),
  };
  const yaml = Object.entries(written)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, stringify(value)] as const);
  const numbers = ["parallelism", "namespaceParallelism"]
    .filter((key) => controller[key] !== undefined)
    .map((key) => [key, String(controller[key])] as const);
  return Object.fromEntries([...numbers, ...yaml]);
}

/** Without the key that only the chart reads; Argo would refuse it. */
function without(key: string, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([each]) => each !== key));
}

function singleSignOn(values: Values): Values | undefined {
  const { enabled, ...sso } = ((values["server"] as Values)["sso"] ?? {}) as Values;
  return enabled === true ? sso : undefined;
}
