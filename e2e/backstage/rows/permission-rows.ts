import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repositoryPath } from "../../../config/repository";
import { readExamples } from "../../../config/workflow-library";
import { formValues } from "../../shared/backstage/form-values";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import { parametersOf } from "../../shared/library/examples";
import type { BackstageRun } from "../backstage-run";

const refused = "Unauthorized action: argo:workflow:submit. The action is not allowed.";

/** Which user may run which template in which namespace: the policy of the module's README, unchanged. */
export async function permissionRows(backstage: BackstageRun): Promise<void> {
  const { table, lab, argo, fixture, team } = backstage;
  const policy = join(backstage.scratch, "argo-policy.cjs");
  writeFileSync(policy, readmePolicy());
  const groups = {
    "user:default/ann": ["group:default/backend"],
    "user:default/bob": ["group:default/sales"],
  };
  const { engine } = await backstage.start("permissions", argo, { policy, groups });

  /** The result of a user's form: the task's workflow, which is deleted, or the message. */
  const outcome = async (user: string, template: string, namespace = team): Promise<string> => {
    const example = readExamples().get(template);
    const given = example === undefined ? {} : parametersOf(example, fixture);
    const form = formValues(engine.entity(template) ?? {}, given, namespace);
    const { id, status, log } = await engine.run(template, form, user);
    const made = id === "" ? [] : await workflowsOf(lab.api, namespace, id);
    for (const { metadata } of made)
      await lab.api.delete(`/apis/argoproj.io/v1alpha1/namespaces/${namespace}/workflows/${metadata.name}`);
    if (status === "completed") return `${made.length} workflow`;
    return log.includes(refused) && made.length === 0 ? refused : `${status}: ${log.slice(-400)}`;
  };
  const ann = "user:default/ann";
  await table.row("policy: a user of the group, an allowed template: runs", "1 workflow", () =>
    outcome(ann, "ci-test"),
  );
  await table.row("policy: the same user, another template: refused, and says so", refused, () =>
    outcome(ann, "pause"),
  );
  await table.row("policy: the same user, another namespace: refused, and says so", refused, () =>
    outcome(ann, "ci-test", "team-frontend"),
  );
  await table.row("policy: a user of another group: refused, and says so", refused, () =>
    outcome("user:default/bob", "ci-test"),
  );
  await table.row(
    "access: a user without access lists no templates, and the message says why",
    true,
    async () => {
      const { log } = await engine.run("templates", {}, "user:default/bob");
      return (
        /user:default\/bob may not run workflows .* your groups are: group:default\/sales/.test(log) || log
      );
    },
  );
  await engine.stop();
}

/** The file argo-policy.ts of the README, compiled. */
function readmePolicy(): string {
  const readme = readFileSync(repositoryPath("backstage", "scaffolder-module", "README.md"), "utf8");
  const [, text] = /argo-policy\.ts`[^`]*```ts\n(.*?)\n```/s.exec(readme) ?? [];
  if (text === undefined) throw new Error("the module's README has no argo-policy.ts");
  const { CommonJS } = ts.ModuleKind;
  const compilerOptions = { module: CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
