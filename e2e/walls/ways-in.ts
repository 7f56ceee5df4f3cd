import type { Environment } from "../../config/environment";
import { callerAccounts, controlPlaneNamespace } from "../../config/naming";
import { userOf } from "../../constructs/argo/guard/callers";
import { libraryEntries } from "../../constructs/argo/guard/library";
import { workflowTemplates } from "../../constructs/argo/template-library";
import type { Table } from "../shared/table";
import { type Caller, type Impersonator, person, type Request } from "./caller";
import { approver, editor, marked, ownStep, ownTemplate, portal, submission, submitter } from "./objects";

type Metadata = Readonly<Record<string, unknown>>;

/** Accounts that start runs; Backstage says for whom. */
const starters: readonly (readonly [string, Caller, Metadata])[] = [
  ["member", submitter, {}],
  ["approver", approver, {}],
  ["Backstage", portal, marked],
  ["administrator", person(userOf(controlPlaneNamespace, callerAccounts.admin)), {}],
];

/**
 * Every way into every template of the library, at each of its parts: a run is of the whole template, a call is of its
 * entrypoint, and nothing else is admitted. Adds the table to the summary.
 */
export async function waysInRows(
  table: Table,
  summary: (line: string) => void,
  impersonator: Impersonator,
  environment: Environment,
): Promise<void> {
  const demanding = libraryEntries(environment)
    .filter(({ meetsDemands }) => meetsDemands)
    .map(({ template }) => template);
  summary("\nWays into the library where a target has demands: who runs it, what a team's template calls");
  for (const { metadata, spec } of workflowTemplates(environment.images)) {
    const { name } = metadata;
    const { entrypoint, templates } = spec as {
      entrypoint: string;
      templates: readonly { name: string }[];
    };
    const parts = templates.map((each) => each.name);
    const meant = [
      ...starters.map(([who]) => `${who} runs it`),
      ...(demanding.includes(name) ? [] : ["step", "hook"].map((by) => `${by} calls ${entrypoint}`)),
    ];
    const attempts = waysInto(name, parts);
    await table.row(`the only ways into ${name}, of ${attempts.length}`, meant, async () => {
      const admitted: string[] = [];
      for (const { way, as, request } of attempts) {
        const seen = await impersonator.send(as, request);
        if (seen === "passes") admitted.push(way);
        else if (!/^(submissions|library-calls): /.test(seen)) admitted.push(`${way}: ${seen}`);
      }
      const called = admitted.filter((way) => way.includes(" calls ")).map((way) => way.split(" ").at(-1));
      const runs = admitted.filter((way) => way.includes(" runs ")).map((way) => way.split(" ")[0]);
      const line = [name.padEnd(22), runs.join(", "), [...new Set(called)].join(", ") || "-"].join(" | ");
      summary(`  ${line} | ${attempts.length - admitted.length} others refused`);
      return admitted;
    });
  }
}

interface Way {
  readonly way: string;
  readonly as: Caller;
  readonly request: Request;
}

function waysInto(name: string, parts: readonly string[]): Way[] {
  const workflowTemplateRef = { name, clusterScope: true };
  const runs = starters.flatMap(([who, as, metadata]) => [
    { way: `${who} runs it`, as, request: submission({ workflowTemplateRef }, {}, metadata) },
    ...parts.map((entrypoint) => ({
      way: `${who} runs it at ${entrypoint}`,
      as,
      request: submission({ workflowTemplateRef, entrypoint }, {}, metadata),
    })),
  ]);
  const calls = parts.map((template) => ({ template, templateRef: { name, template, clusterScope: true } }));
  return [
    ...runs,
    ...calls.map(({ template, templateRef }) => ({
      way: `step calls ${template}`,
      as: editor,
      request: ownStep({ templateRef }),
    })),
    ...calls.map(({ template, templateRef }) => ({
      way: `hook calls ${template}`,
      as: editor,
      request: ownTemplate({ suspend: {} }, { hooks: { exit: { templateRef } } }),
    })),
  ];
}
