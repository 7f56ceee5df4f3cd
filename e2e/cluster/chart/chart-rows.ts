import { parse } from "yaml";
import { readChart } from "../../../config/chart";
import { controlPlaneNamespace, kubernetesSecrets, serviceAccounts } from "../../../config/naming";
import { merged, type Values as Tree } from "../../../helm/argo-workflows/merge";
import { argoValues } from "../../../helm/argo-workflows/values";
import { ApiError } from "../../lab/kubernetes-api";
import type { Lab } from "../../lab/lab";
import { pinnedVersion, tools } from "../../lab/programs";
import { required } from "../../lab/required";
import { titleOf } from "../../shared/installation/apply";
import { configurationOf, releasedValues, type Values } from "../../shared/installation/configuration";
import { controllerRole } from "../../shared/installation/controller-roles";
import type { Manifest } from "../../shared/installation/manifests-of";
import { rightsOf } from "../../shared/installation/rights";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { differences } from "../differences";
import { mistakesIn } from "./keys";
import { mislabelled, notAdmitted, unknownArguments } from "./rendered-pods";
import { rendering } from "./rendering";
import type { ChartAtHand } from "./upstream-chart";

/** The chart that the lab's own configuration and roles copy, and the version of Argo that it installs. */
const older = { version: "1.0.18", appVersion: "v4.0.6" };

/**
 * An environment's values in an upstream chart: the chart knows every key, the API server accepts everything that it
 * renders, its pods are admitted, and the lab's own objects from the same values are equal to the chart's.
 * @param known whether the API server has an object's kind
 */
export async function chartRows(
  table: Table,
  lab: Lab,
  chart: ChartAtHand,
  stacks: EnvironmentStacks,
  known: (manifest: Manifest) => boolean,
): Promise<void> {
  const { environment } = stacks;
  const { version } = chart;
  const values = valuesFor(stacks, version);
  const title = `${environment.name}: chart ${version}`;
  await table.row(`${title}, keys of ours or of the list that it doesn't know, or of another type`, [], () =>
    mistakesIn(values, chart),
  );
  const helm = required(lab.programs, "helm");
  const objects = (await rendering(helm, chart.path, values, kubernetesVersion())).map(inNamespace);
  await table.row(`${title}, ${objects.length} objects rendered, those that are refused`, [], () =>
    refused(lab, objects.filter(known)),
  );
  await table.row(`${title}, pods that aren't admitted in ${controlPlaneNamespace}`, [], () =>
    notAdmitted(lab, objects),
  );
  await table.row(`${title}, pods without the labels that policies select by`, [], () =>
    mislabelled(objects),
  );
  await table.row(`${title}, arguments that Argo's programs don't know`, [], () =>
    unknownArguments(lab, objects),
  );
  await table.row(`${title}, ServiceMonitors if enabled, with the label; refused ones`, [1, []], async () => {
    const monitored = merged(values as Tree, { controller: { serviceMonitor: monitor } });
    const found = (await rendering(helm, chart.path, monitored, kubernetesVersion()))
      .filter(({ kind }) => kind === "ServiceMonitor")
      .map(inNamespace);
    const labelled = found.filter(
      ({ metadata }) => (metadata["labels"] as Values)["release"] === monitor.additionalLabels.release,
    );
    return [labelled.length, await refused(lab, found.filter(known))];
  });
  const exact = version === older.version;
  await table.row(`${title}, configuration: where the lab's differs`, [], () =>
    differences(derived(values), rendered(objects), exact),
  );
  const secrets = environment.archive.enabled ? [kubernetesSecrets.database] : [];
  await table.row(`${title}, rights of the controller: where the lab's differ`, [], () =>
    differences(
      rightsOf(serviceAccounts.controller, controllerRole(controlPlaneNamespace, secrets)),
      rightsOf(serviceAccounts.controller, objects),
      exact,
    ),
  );
}

/** As `monitoring.serviceMonitor` and its labels set it. */
const monitor = { enabled: true, additionalLabels: { release: "prometheus" } };

/** The committed values for the pinned version; for another version, the same environment's values for that one. */
function valuesFor(stacks: EnvironmentStacks, version: string): Values {
  const pin = readChart();
  return version === pin.version
    ? releasedValues(stacks, "database")
    : argoValues(stacks.environment, { ...pin, ...older }, "database");
}

function kubernetesVersion(): string {
  const tool = tools.find(({ name }) => name === "kubernetes");
  if (tool === undefined) throw new Error("there is no tool 'kubernetes'");
  return pinnedVersion(tool);
}

/** Helm puts an object that names no namespace into the namespace of the release. */
function inNamespace(object: Manifest): Manifest {
  return { ...object, metadata: { namespace: controlPlaneNamespace, ...object.metadata } };
}

async function refused({ api }: Lab, objects: readonly Manifest[]): Promise<string[]> {
  const refusals: string[] = [];
  for (const object of objects) {
    // Accounts are created for real: otherwise admission would refuse the pods because their account doesn't exist.
    const dry = object.kind === "ServiceAccount" ? "" : "&dryRun=All";
    const path = `${await api.pathOf(object)}?fieldManager=helm&force=true&fieldValidation=Strict${dry}`;
    await api.patch(path, object, "apply").catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      refusals.push(`${titleOf(object)}: ${error.message}`);
    });
  }
  return refusals;
}

function rendered(objects: readonly Manifest[]): Values {
  const map = objects.find(
    ({ kind, metadata }) => kind === "ConfigMap" && metadata.name.endsWith("-configmap"),
  );
  return parse((map?.["data"] as { config: string }).config) as Values;
}

function derived(values: Values): Values {
  return Object.fromEntries(
    Object.entries(configurationOf(values)).map(([key, text]) => [key, parse(text) as unknown]),
  );
}
