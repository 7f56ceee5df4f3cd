import { type Attempt, passes, refused } from "../attempt";
import { platform, type Request } from "../caller";
import { lateTeam } from "../full-environment";
import { controller, editor, submission, team } from "../objects";

/** The same request in the namespace of a team whose target came to demand something later. */
const late = ({ body, path, ...request }: Request): Request => ({
  ...request,
  path: path.replace(team, lateTeam),
  body: JSON.parse(JSON.stringify(body).replaceAll(team, lateTeam)) as Request["body"],
});
const ofTeam = (name: string) => submission({ workflowTemplateRef: { name } });

/** Templates that a team had before a target of it demanded something. */
export const lateDemandRows: readonly Attempt[] = [
  ...(
    [
      ["a template that calls a deploy template", editor, ofTeam("deploys")],
      ["a template that may lead to such a one", editor, ofTeam("report")],
      ["such a template, by a schedule", controller, ofTeam("deploys")],
      ["such a template, by the platform", platform, ofTeam("deploys")],
    ] as const
  ).map(([name, as, request]) =>
    refused(
      "team-template-calls",
      "A template of the team calls",
      `a run of ${name}, stored before the target demanded something`,
      as,
      late(request),
    ),
  ),
  passes("a run of the library where such a template is stored", editor, late(submission())),
  passes("a run of a team's template where no such template is stored", editor, ofTeam("report")),
];
