import { join } from "node:path";
import type { SuiteRun } from "../shared/frame";
import { committed, committedStacks, Project } from "./project";

/**
 * An environment that exists in this run alone: a copy of dev's file with its own account, cluster and domain, an
 * archive, and a role that plans.
 */
const preview = {
  name: "preview",
  replacements: {
    "111111111111": "444444444444",
    "example-dev": "example-preview",
    "0d0d0d0d": "0e0e0e0e",
    "name: dev": "name: preview",
    "0000DEV1": "0000DEV2",
    "dev.example.com": "preview.example.com",
    "role/argo-deploy\n":
      "role/argo-deploy\n  planRoleArn: arn:aws:iam::444444444444:role/argo-plan\n\narchive: { enabled: true, readers: 0 }\n",
  },
};

/** A copy of the project whose synth must give the committed JSON. */
export async function unchangedProject({ table, processes, folder }: SuiteRun): Promise<Project> {
  const project = Project.create(processes, join(folder, "edited"));
  await project.synth();
  const differ = committedStacks().filter((stack) => project.json(stack) !== committed(stack));
  table.compare("npm run synth gives the committed JSON", [], differ);
  return project;
}

/**
 * Edits three things and synthesizes again: the state stack of production is at `bootstrap: local`, that of local at
 * `s3`, and both archives have `passwordVersion: 2`.
 */
export async function edit(project: Project): Promise<void> {
  project.edit("production", "bootstrap: s3", "bootstrap: local");
  project.edit("local", "bootstrap: local", "bootstrap: s3");
  for (const name of ["local", "production"])
    project.edit(name, "  enabled: true\n", "  enabled: true\n  passwordVersion: 2\n");
  await project.synth();
}

/** A copy of the project with one new environment, for CDKTF's command line. */
export function previewProject({ processes, folder }: SuiteRun): Project {
  const project = Project.create(processes, join(folder, preview.name));
  project.addEnvironment(preview.name, "dev", preview.replacements);
  return project;
}
