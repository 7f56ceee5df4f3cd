import { parse } from "yaml";
import {
  choicesAnnotation,
  pagesAnnotation,
  podSecurityLabel,
  switchAnnotation,
} from "../../config/annotations";
import type { Environment } from "../../config/environment";
import type { WorkflowTemplate } from "../../config/workflow-template";
import { expectedField, type Field } from "./expected-fields";

/** A page of a form as a user sees it. */
export interface ExpectedPage {
  readonly title: string;
  /** In their order, if everything is switched on and the user gives the address of a repository. */
  readonly fields: ReadonlyMap<string, Field>;
}

/**
 * The pages that backstage/README.md promises for a workflow template, to a member of a team. Computed without the
 * generator, because the rows test the generator.
 */
export function expectedPages(
  template: WorkflowTemplate,
  { teams }: Environment,
  namespace: string,
): ExpectedPage[] {
  const { annotations, labels, parameters } = template;
  const choices = (name: string) => annotations[`${choicesAnnotation}${name}`] ?? "";
  const offered = (team: Environment["teams"][number], name: string): string[] => {
    const [of, allow] = choices(name).split(" ");
    if (of === "repositories") return team.repositories.filter((each) => !each.endsWith("-cache"));
    const targets = team.deployTo.filter(
      ({ allows }) => allow === undefined || allows.some((each) => each === allow),
    );
    return of === "targets" ? targets.map((each) => each.namespace) : [];
  };
  const switched = Object.entries(annotations).flatMap(([key, names]) =>
    key.startsWith(switchAnnotation) ? names.split(" ") : [],
  );
  const needed = parameters.filter(
    ({ name, required }) =>
      required && /^(repositories|targets)/.test(choices(name)) && !switched.includes(name),
  );
  const open = teams
    .filter(({ backstage }) => backstage)
    .filter(({ buildsImages }) => buildsImages || labels[podSecurityLabel] !== "baseline")
    .filter((team) => needed.every(({ name }) => offered(team, name).length > 0));
  const own = open.find((team) => team.namespace === namespace);
  if (own === undefined) throw new Error(`${template.name} isn't offered to ${namespace}`);
  const source = parameters.find(({ name }) => choices(name) === "source");
  const layout =
    annotations[pagesAnnotation] === undefined
      ? { Parameters: parameters.map(({ name }) => name) }
      : (parse(annotations[pagesAnnotation]) as Record<string, string[]>);
  const pages = Object.entries(layout).map(([title, names]) => ({
    title,
    fields: names.flatMap((name): [string, Field][] => {
      const parameter = parameters.find((each) => each.name === name);
      if (parameter === undefined) throw new Error(`${template.name} has no parameter ${name}`);
      const field = expectedField(parameter, annotations, offered(own, name));
      return parameter === source
        ? [sourceField, [name, { ...field, required: true }], component]
        : [[name, field]];
    }),
  }));
  return pages.map(({ title, fields }, index) => ({
    title,
    fields: new Map([
      ...(index === 0 ? [namespaceField(open.map((team) => team.namespace))] : []),
      ...(index === 0 && source === undefined ? [component] : []),
      ...fields,
      ...(index === pages.length - 1 && template.name !== "release-pipeline" ? [wait] : []),
    ]),
  }));
}

const sourceField: [string, Field] = [
  "argoSource",
  {
    label: "Git repository",
    required: true,
    kind: "radio buttons",
    value: "another",
    help: "The catalog knows the repositories of components",
    choices: ["of the component", "another"],
  },
];

const component: [string, Field] = [
  "catalogEntity",
  {
    label: "Component",
    required: false,
    kind: "text",
    value: "",
    help: "What the run is for; its page lists the run",
    choices: [],
  },
];

const wait: [string, Field] = [
  "argoWait",
  {
    label: "Wait for the end",
    required: false,
    kind: "check box",
    value: "false",
    help: "The task then fails if the workflow fails, and shows its outputs",
    choices: [],
  },
];

function namespaceField(open: readonly string[]): [string, Field] {
  return [
    "argoNamespace",
    {
      label: "Team namespace",
      required: true,
      kind: "choice",
      value: open.length === 1 ? (open[0] ?? "") : "",
      help: "Namespace of the team that runs it, with its quota and its rights",
      choices: open,
    },
  ];
}
