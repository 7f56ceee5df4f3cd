import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Chart } from "../../config/chart";
import { argoRelease, controlPlaneNamespace } from "../../config/naming";
import type { Values } from "../../helm/argo-workflows/merge";
import { addressed } from "../addressed";
import { yamlText } from "../kubernetes/yaml-text";
import { literal } from "../literal";

export interface ArgoReleaseProps {
  readonly chart: Chart;
  readonly values: Values;
  /** What Argo needs when it starts: secrets, RBAC, network policies. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Argo Workflows itself, from the upstream chart. A failed upgrade rolls back. */
export class ArgoRelease extends Construct {
  constructor(scope: Construct, id: string, { chart, values, dependsOn }: ArgoReleaseProps) {
    super(scope, id);
    addressed(
      id,
      new Release(this, "release", {
        name: argoRelease,
        namespace: controlPlaneNamespace,
        repository: chart.repository,
        chart: chart.name,
        version: chart.version,
        // One entry, so that the plan shows a line diff. `set` would need escapes for commas and dots.
        values: [literal(yamlText(values, { aliases: false }))],
        createNamespace: false,
        maxHistory: 10,
        // Includes the hook that installs Argo's CRDs (provider default: 300).
        timeout: 900,
        wait: true,
        atomic: true,
        cleanupOnFail: true,
        dependsOn: [...dependsOn],
      }),
    );
  }
}
