import type { Environment } from "../../config/environment";
import { guardManifests } from "../../constructs/argo/guard/guard";
import type { KubernetesApi } from "../lab/kubernetes-api";
import type { Table } from "../shared/table";
import { type Attempt, expectationOf, outcomeOf, passes, refused } from "./attempt";
import type { Impersonator } from "./caller";
import { applyGuard } from "./guarded-cluster";
import { container, submission, submitter, workflow } from "./objects";

const own = { entrypoint: "main", templates: [{ name: "main", container }] };
const sentence = "A submission gives arguments only";

/** Where people may run workflows of their own, a run of a cluster template still is that template and no other. */
const attempts: readonly Attempt[] = [
  passes("a workflow of one's own", submitter, workflow(own)),
  passes("a cluster template", submitter, submission()),
  refused(
    "submissions",
    sentence,
    "a cluster template at another entrypoint",
    submitter,
    submission({ entrypoint: "a" }),
  ),
  refused("submissions", sentence, "a cluster template with a part of one's own", submitter, submission(own)),
  refused(
    "submissions",
    sentence,
    "a cluster template with a hook",
    submitter,
    submission({ onExit: "main" }),
  ),
];

/** Rows about an environment whose templateReferencing is `none`. Its guard stays in force. */
export async function ownWorkflowRows(
  table: Table,
  api: KubernetesApi,
  impersonator: Impersonator,
  { workflows, ...environment }: Environment,
): Promise<void> {
  const none = { ...environment, workflows: { ...workflows, templateReferencing: "none" as const } };
  await applyGuard(api, guardManifests(none));
  const [first] = attempts;
  await table.row("the guard of an environment with own workflows is in force", true, async () => {
    for (let tries = 0; tries < 240; tries += 1) {
      if (first && (await outcomeOf(first, impersonator)) === "passes") return true;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return false;
  });
  for (const attempt of attempts)
    await table.row(`with own workflows: ${attempt.name}`, expectationOf(attempt), () =>
      outcomeOf(attempt, impersonator),
    );
}
