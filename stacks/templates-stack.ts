import type { App } from "cdktf";
import type { Environment } from "../config/environment";
import { TeamSchedules } from "../constructs/argo/team-schedules";
import { TemplateLibrary } from "../constructs/argo/template-library";
import { ClusterStack } from "./base/cluster-stack";

/** The workflow templates for all teams, and the teams' schedules. They need Argo's CRDs, so apply `workflows` first. */
export class TemplatesStack extends ClusterStack {
  constructor(app: App, environment: Environment) {
    super(app, "templates", environment, ["helm"]);
    const library = new TemplateLibrary(this, "library", { environment });
    if (environment.teams.some(({ schedules }) => Object.keys(schedules).length > 0))
      new TeamSchedules(this, "schedules", { teams: environment.teams, dependsOn: library.ready });
  }
}
