import type { App } from "cdktf";
import type { Environment } from "../config/environment";
import { TemplateLibrary } from "../constructs/argo/template-library";
import { ClusterStack } from "./cluster-stack";

/** The workflow templates for all teams. They need Argo's CRDs, so apply `workflows` first. */
export class TemplatesStack extends ClusterStack {
  constructor(app: App, environment: Environment) {
    super(app, "templates", environment, ["helm"]);
    new TemplateLibrary(this, "library", { environment });
  }
}
