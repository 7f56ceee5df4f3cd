import { repositoryPath } from "../../repository";
import { readLibrary } from "../../workflow-library";
import type { WorkflowParameter, WorkflowTemplate } from "../../workflow-template";
import type { Draft, TeamEntry, Violation } from "../violation";

type Schedule = TeamEntry["schedules"][string];

/** A schedule has the arguments that its template needs, and no others: nobody is there to correct them at three in the morning. */
export function schedulesRules(draft: Draft): Violation[] {
  return Object.entries(draft.teams ?? {}).flatMap(([team, { schedules }]) =>
    Object.entries(schedules).flatMap(([name, schedule]) =>
      violations(schedule, draft).map(({ path, message }) => ({
        path: ["teams", team, "schedules", name, ...path],
        message,
      })),
    ),
  );
}

function violations(schedule: Schedule, { workflows }: Draft): Violation[] {
  const library = readLibrary(repositoryPath("workflow-templates")).templates;
  const template = library.find(({ name }) => name === schedule.template);
  if (template) return argumentsOf(template, schedule);
  if (!workflows || workflows.clusterTemplates.includes(schedule.template)) return [];
  const message =
    "is no template of the library; list a ClusterWorkflowTemplate of your own in workflows.clusterTemplates";
  return [{ path: ["template"], message }];
}

function argumentsOf(template: WorkflowTemplate, { parameters }: Schedule): Violation[] {
  const declared = new Map(template.parameters.map((parameter) => [parameter.name, parameter]));
  const missing = template.parameters
    .filter(({ name, required }) => required && !Object.hasOwn(parameters, name))
    .map(({ name }) => name);
  return [
    ...(missing.length > 0
      ? [{ path: ["parameters"], message: `lacks ${missing.join(", ")}, which ${template.name} needs` }]
      : []),
    ...Object.entries(parameters).flatMap(([name, value]): Violation[] => {
      const parameter = declared.get(name);
      const message = parameter
        ? valueProblem(value, parameter)
        : `is no parameter of ${template.name}; it has ${[...declared.keys()].join(", ") || "none"}`;
      return message === undefined ? [] : [{ path: ["parameters", name], message }];
    }),
  ];
}

/** The same bounds as those that the template itself checks when it runs. */
function valueProblem(value: string, parameter: WorkflowParameter): string | undefined {
  if (parameter.enum && !parameter.enum.includes(value))
    return `must be one of: ${parameter.enum.join(", ")}`;
  if (parameter.pattern !== undefined && !new RegExp(parameter.pattern).test(value))
    return `must match ${parameter.pattern}, as the template checks`;
  return undefined;
}
