import { controlPlaneNamespace, portalAccount } from "../../../config/naming";
import { userOf } from "../../../constructs/argo/guard/callers";
import { terminationRules } from "../../../constructs/argo/rbac-rules";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import { waitFor } from "../../lab/wait-for";
import type { OutageFixture } from "../outage-fixture";

/** What happens to a workflow when a user cancels its task. */
export async function cancellationRows(fixture: OutageFixture): Promise<void> {
  await cancelRow(fixture);
  await missingRightRow(fixture);
  await terminateRow(fixture);
}

async function cancelRow(fixture: OutageFixture): Promise<void> {
  const { run, engine } = fixture;
  await run.table.row(
    "task canceled: it ends (Backstage calls that failed), the workflow continues",
    ["failed", ["Running"]],
    async () => {
      const id = await fixture.beginRunning("pause", fixture.pausing);
      await fixture.cancel(id);
      await fixture.logged(id, /continues to run/);
      const seen = await fixture.phases(id);
      await fixture.remove(id);
      return [(await engine.end(id)).status, seen];
    },
  );
}

async function missingRightRow(fixture: OutageFixture): Promise<void> {
  await fixture.run.table.row(
    "task canceled, terminateOnAbort without the permission: says which one is missing",
    [["Running"], true],
    async () => {
      const id = await fixture.beginRunning("terminating", {});
      await fixture.cancel(id);
      const said = await fixture.logged(id, /terminateOnAbort needs the verb patch on workflows/);
      const seen = await fixture.phases(id);
      await fixture.remove(id);
      return [seen, said];
    },
  );
}

async function terminateRow(fixture: OutageFixture): Promise<void> {
  const { run, engine } = fixture;
  await run.table.row(
    "the same with backstage.terminate in the environment: the workflow ends",
    ["failed", true, ["Failed"]],
    async () => {
      const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${run.team}/roles/argo-backstage`;
      const { rules } = await run.lab.api.get<KubernetesObject & { rules: object[] }>(path);
      await run.lab.api.patch(path, { rules: [...rules, ...terminationRules] });
      await waitFor("the permission to patch workflows", () => mayPatch(fixture));
      const id = await fixture.beginRunning("terminating", {});
      await fixture.cancel(id);
      const said = await fixture.logged(id, /was terminated/);
      const { status } = await engine.end(id);
      const ended = await fixture.ended(id);
      await run.lab.api.patch(path, { rules });
      return [status, said, ended];
    },
  );
}

async function mayPatch({ run: { lab, team } }: OutageFixture): Promise<true | undefined> {
  const answer = await lab.api.post<{ status: { allowed: boolean } }>(
    "/apis/authorization.k8s.io/v1/subjectaccessreviews",
    {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SubjectAccessReview",
      spec: {
        user: userOf(controlPlaneNamespace, portalAccount(team)),
        resourceAttributes: { namespace: team, verb: "patch", group: "argoproj.io", resource: "workflows" },
      },
    },
  );
  return answer.status.allowed ? true : undefined;
}
