import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Team } from "../../config/environment";
import * as naming from "../../config/naming";
import { type Manifest, Manifests } from "../kubernetes/manifests";
import { labelsOf } from "./labels";

export interface TeamSchedulesProps {
  readonly teams: readonly Pick<Team, "name" | "namespace" | "schedules">[];
  /** The templates that the schedules run. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The schedules of all teams as CronWorkflows, each in its team's namespace. The guard lets nobody else create one. */
export class TeamSchedules extends Construct {
  constructor(scope: Construct, id: string, { teams, dependsOn }: TeamSchedulesProps) {
    super(scope, id);
    new Manifests(this, naming.schedulesRelease, {
      release: naming.schedulesRelease,
      namespace: naming.controlPlaneNamespace,
      manifests: teams.flatMap(cronWorkflows),
      dependsOn,
    });
  }
}

function cronWorkflows(team: TeamSchedulesProps["teams"][number]): Manifest[] {
  return Object.entries(team.schedules).map(([name, schedule]) => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "CronWorkflow",
    metadata: { name, namespace: team.namespace, labels: labelsOf(team) },
    spec: {
      schedules: schedule.crons,
      timezone: schedule.timezone,
      concurrencyPolicy: schedule.concurrencyPolicy,
      ...(schedule.startingDeadlineSeconds !== undefined && {
        startingDeadlineSeconds: schedule.startingDeadlineSeconds,
      }),
      // Without the field, Helm leaves the value alone that a member of the team set.
      ...(schedule.suspend && { suspend: true }),
      workflowSpec: {
        workflowTemplateRef: { name: schedule.template, clusterScope: true },
        arguments: {
          parameters: Object.entries(schedule.parameters).map(([parameter, value]) => ({
            name: parameter,
            value,
          })),
        },
      },
    },
  }));
}
