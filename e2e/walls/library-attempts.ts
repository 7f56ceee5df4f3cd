import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../config/environment";
import { repositoryPath } from "../../config/repository";
import { readDocuments } from "../../config/workflow-template";
import { libraryEntries } from "../../constructs/argo/guard/library";
import { workflowTemplates } from "../../constructs/argo/template-library";
import { type Attempt, passes, refused } from "./attempt";
import { controller, editor, ownStep, pod, submitter, team, workflow } from "./objects";

interface Container {
  readonly image: string;
  readonly env?: readonly object[];
}

interface Template {
  readonly name: string;
  readonly serviceAccountName?: string;
  readonly container?: Container;
  readonly script?: Container & { readonly source?: string };
  readonly initContainers?: readonly (Container & { readonly name: string })[];
}

/** Everything that the library is for: each example submitted, each entry called, each step's pod made. */
export function libraryAttempts(environment: Environment): Attempt[] {
  const templates = workflowTemplates(environment.images);
  const runOnly = libraryEntries(environment)
    .filter(({ meetsDemands }) => meetsDemands)
    .map(({ template }) => template);
  return [
    ...examples().map(([name, spec]) => passes(`example ${name}`, submitter, workflow(spec))),
    // A target of the team demands approvals.
    ...templates.map(({ metadata: { name }, spec }) => {
      const { entrypoint } = spec as { entrypoint: string };
      const call = ownStep({ templateRef: { name, template: entrypoint, clusterScope: true } });
      const title = `${name} called by a team's template`;
      return runOnly.includes(name)
        ? refused("library-calls", "A target of the team demands", title, editor, call)
        : passes(title, editor, call);
    }),
    ...templates.flatMap(({ metadata, spec }) =>
      (spec as { templates: Template[] }).templates.flatMap((template) => podOf(metadata.name, template)),
    ),
  ];
}

/** The examples, moved to the team's namespace. */
export function examples(): [string, Record<string, unknown>][] {
  const folder = repositoryPath("workflow-templates", "examples");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => {
      const [document] = readDocuments(join(folder, file));
      const { metadata, spec } = document?.data as {
        metadata: { namespace: string };
        spec: Record<string, unknown>;
      };
      const moved = JSON.stringify(spec).replaceAll(`artifacts/${metadata.namespace}/`, `artifacts/${team}/`);
      return [file.replace(".yaml", ""), JSON.parse(moved) as Record<string, unknown>];
    });
}

/** A pod as the controller makes it of a template that runs one; an image that a caller gives is the team's own. */
function podOf(name: string, template: Template): Attempt[] {
  const main = template.container ?? template.script;
  if (main === undefined) return [];
  const own = "333333333333.dkr.ecr.eu-central-1.amazonaws.com/backend/api:1.4.2";
  const image = main.image.includes("{{") ? own : main.image;
  // An expression chooses among accounts that are written out.
  const { serviceAccountName = "" } = template;
  const accounts = serviceAccountName.startsWith("{{=")
    ? [...serviceAccountName.matchAll(/'(argo-[a-z-]+)'/g)].map(([, account = ""]) => account)
    : [serviceAccountName];
  return accounts.map((account, index) =>
    passes(
      `the pod of ${name}/${template.name}${index === 0 ? "" : ` as ${account}`}`,
      controller,
      pod({ ...(account && { serviceAccountName: account }) }, { image }),
    ),
  );
}
