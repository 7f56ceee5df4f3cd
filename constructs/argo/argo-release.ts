import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { stringify } from "yaml";
import type { Chart } from "../../config/chart";
import { argoRelease, controlPlaneNamespace } from "../../config/naming";
import type { Values } from "../../helm/argo-workflows/merge";
import { addressed } from "../addressed";
import { literal } from "../literal";

export interface ArgoReleaseProps {
  readonly chart: Chart;
  readonly values: Values;
  /** What Argo needs at its start: secrets, rights, open ways. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Argo Workflows itself, by the upstream chart. A failed upgrade goes back to what ran before. */
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
        // One entry: the plan shows a line diff of it. `set` would trip over commas and dots.
        values: [literal(stringify(values, { lineWidth: 0, aliasDuplicateObjects: false }))],
        createNamespace: false,
        maxHistory: 10,
        // The hook that installs Argo's definitions counts too (provider default: 300).
        timeout: 900,
        wait: true,
        atomic: true,
        cleanupOnFail: true,
        dependsOn: [...dependsOn],
      }),
    );
  }
}
