import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { alertRules, type RuleGroup } from "../../config/alert-rules";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { type Manifest, Manifests } from "../kubernetes/manifests";
import { ownLabels } from "./labels";
import { type MonitoredEnvironment, monitoredFacts } from "./monitored-facts";

export interface MonitoringRulesProps {
  readonly environment: MonitoredEnvironment & {
    readonly monitoring: Pick<Environment["monitoring"], "ruleLabels" | "runbookUrl">;
  };
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The alerts of `monitoring/rules` as PrometheusRules, with what they must know of the environment. */
export class MonitoringRules extends Construct {
  constructor(scope: Construct, id: string, { environment, dependsOn }: MonitoringRulesProps) {
    super(scope, id);
    const { ruleLabels, runbookUrl } = environment.monitoring;
    const facts = { name: factsGroup, groups: [{ name: factsGroup, rules: monitoredFacts(environment) }] };
    new Manifests(this, naming.rulesRelease, {
      release: naming.rulesRelease,
      namespace: naming.controlPlaneNamespace,
      manifests: [facts, ...alertRules(runbookUrl)].map(({ name, groups }) =>
        prometheusRule(`argo-${name}`, groups, ruleLabels),
      ),
      dependsOn,
    });
  }
}

/** Name of the group that records the facts. */
const factsGroup = "environment";

function prometheusRule(
  name: string,
  groups: readonly RuleGroup[],
  labels: Readonly<Record<string, string>>,
): Manifest {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: {
      name,
      namespace: naming.controlPlaneNamespace,
      labels: { ...labels, ...ownLabels },
    },
    spec: { groups },
  };
}
