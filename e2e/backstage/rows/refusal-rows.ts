import { readExamples } from "../../../config/workflow-library";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import { parametersOf } from "../../shared/library/examples";
import type { BackstageRun } from "../backstage-run";

/** Tasks that are refused or fail, and their messages. */
export async function refusalRows({ table, lab, engine, fixture, team }: BackstageRun): Promise<void> {
  const before = (await workflowsOf(lab.api, team)).length;
  const ends = async (template: string, values: object, words: RegExp): Promise<string> => {
    const { status, log } = await engine.run(template, values);
    return words.test(log) ? status : `${status}: ${log.slice(-400)}`;
  };
  await table.row("a required field is missing: no task starts", "refused", () =>
    ends("greet", { argoNamespace: team }, /requires property \\"name\\"/),
  );
  await table.row(
    "a value that doesn't match its pattern, sent without the form: refused by name",
    "refused",
    () => ends("greet", { argoNamespace: team, name: "A;b" }, /does not match pattern/),
  );
  const action: readonly (readonly [string, string, RegExp])[] = [
    ["a parameter is missing", "lacks-parameter", /name is missing, and the template has no value for it/],
    [
      "a parameter that the template doesn't have",
      "unknown-parameter",
      /nam is unknown \(the template has: name, tone, loud, exit-code\)/,
    ],
    ["a value out of its enum", "out-of-enum", /tone is "rude", but must be one of friendly, formal/],
    [
      "a namespace that the configuration doesn't open",
      "closed-namespace",
      /Backstage may not use namespace argo/,
    ],
    [
      "a namespace that Kubernetes doesn't open",
      "forbidden-namespace",
      /answered 403 .* cannot create resource "workflows"/,
    ],
    [
      "another team, with the token of this one",
      "other-team",
      /answered 403 .* cannot create resource "workflows"/,
    ],
    ["a template that isn't there", "unknown-template", /answered 404 .*"none" not found/],
    ["a token that isn't one", "wrong-token", /answered 401 \(the server rejects the token/],
    ["a name that would lead to another path", "climbing", /name.* does not match pattern/s],
    ["a workflow that isn't there", "unknown-workflow", /answered 404 .*not found/],
  ];
  for (const [what, template, words] of action)
    await table.row(`${what}: the task fails and says so`, "failed", () => ends(template, {}, words));
  await table.row("a user whose groups have no access: the task fails and says so", "failed", async () => {
    const { status, log } = await engine.run(
      "greet",
      { argoNamespace: team, name: "Ada" },
      "user:default/eve",
    );
    return /user:default\/eve may not run workflows in namespace/.test(log) ? status : `${status}: ${log}`;
  });
  await table.row(
    "none of these left a workflow",
    0,
    async () => (await workflowsOf(lab.api, team)).length - before,
  );
  await table.row("a form of the library fails: the message says why", "failed", () => {
    const example = readExamples().get("deploy-kubernetes");
    if (example === undefined) throw new Error("there is no example of deploy-kubernetes");
    const image = fixture.images.two;
    const values = { ...parametersOf(example, fixture), image, "dry-run": false, verify: true };
    return ends(
      "deploy-kubernetes",
      { ...values, argoNamespace: team, argoWait: true },
      /ended as Failed: .*verify.*no signatures found/s,
    );
  });
  await table.row("a step fails: the message has the step, its exit code and its last line", "failed", () =>
    ends(
      "greet",
      { argoNamespace: team, name: "Ada", "exit-code": "3", argoWait: true },
      /ended as Failed: .*exit code 3.* Last line of .*: no greeting today. See http/,
    ),
  );
}
