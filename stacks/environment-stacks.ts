import type { App } from "cdktf";
import type { Environment } from "../config/environment";
import { IamStack } from "./iam-stack";
import { StateStack } from "./state-stack";
import { StorageStack } from "./storage-stack";
import { TemplatesStack } from "./templates-stack";
import { TenancyStack } from "./tenancy-stack";
import { WorkflowsStack } from "./workflows-stack";

/** Adds every stack of an environment to the app, and the order in which to apply them. */
export function addEnvironment(app: App, environment: Environment): void {
  if (environment.state.bootstrap !== "none") new StateStack(app, environment);
  const storage = new StorageStack(app, environment);
  const iam = new IamStack(app, environment);
  iam.addDependency(storage);
  const tenancy = new TenancyStack(app, environment);
  tenancy.addDependency(iam);
  const workflows = new WorkflowsStack(app, environment);
  workflows.addDependency(tenancy);
  const templates = new TemplatesStack(app, environment);
  templates.addDependency(workflows);
}
