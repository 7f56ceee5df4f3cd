import type { Argo } from "../lab/argo";
import { serviceAccountToken } from "../lab/service-account-token";
import { waitFor } from "../lab/wait-for";
import { workflowsOf } from "../shared/backstage/workflows-of";
import type { FaultProxy } from "../shared/fault-proxy";
import { account } from "../shared/library/fixtures/approver";
import type { BackstageRun } from "./backstage-run";
import type { Engine, TaskEnd } from "./engine/engine";

/** A Backstage and an Argo server that rows may stop, and operations on tasks and their workflows. */
export class OutageFixture {
  private constructor(
    readonly run: BackstageRun,
    readonly server: Argo,
    readonly engine: Engine,
    readonly proxy: FaultProxy,
    private readonly token: string,
  ) {}

  static async start(run: BackstageRun): Promise<OutageFixture> {
    const server = await run.argo.anotherServer();
    const { engine, proxy } = await run.start("outages", server);
    const token = await serviceAccountToken(run.lab.api, run.team, account);
    return new OutageFixture(run, server, engine, proxy, token);
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await this.server.stopServer();
  }

  /** Values of a form that does not wait for the workflow. */
  get values(): { readonly argoNamespace: string } {
    return { argoNamespace: this.run.team };
  }

  /** Values of a form that waits for a workflow, which pauses until `resume`. No row depends on seconds this way. */
  get pausing(): object {
    return { ...this.values, duration: "86400", argoWait: true };
  }

  /** Starts a task. @returns its id */
  async begin(form: string, values: object): Promise<string> {
    const begun = await this.engine.begin(form, values);
    if (!("id" in begun)) throw new Error(begun.refused);
    return begun.id;
  }

  /** Starts a task that waits, and returns its id once the workflow runs. */
  async beginRunning(form: string, values: object): Promise<string> {
    const id = await this.begin(form, values);
    await this.logged(id, /Workflow is Running/);
    return id;
  }

  /** Phases of all workflows of a task. */
  async phases(task: string): Promise<string[]> {
    const found = await workflowsOf(this.run.lab.api, this.run.team, task);
    return found.map(({ status }) => status?.phase ?? "");
  }

  /** Waits for the workflow of a task. @returns its name */
  submitted(task: string): Promise<string> {
    const { lab, team } = this.run;
    return waitFor(
      "a workflow of the task",
      async () => (await workflowsOf(lab.api, team, task))[0]?.metadata.name,
    );
  }

  /** Waits until the log of a task says this. */
  logged(task: string, words: RegExp): Promise<true> {
    return waitFor(`the task says ${words.source}`, async () =>
      words.test((await this.engine.said(task)).log) ? true : undefined,
    );
  }

  /** Waits until the workflow of a task has ended. @returns the phases of all its workflows */
  ended(task: string): Promise<string[]> {
    return waitFor("the end of the workflow", async () => {
      const seen = await this.phases(task);
      return seen.includes("Running") ? undefined : seen;
    });
  }

  /** Resumes the workflow of a task through the server that keeps running, and waits for the end of the task. */
  async resume(task: string): Promise<TaskEnd> {
    const { argo, team } = this.run;
    const name = await this.submitted(task);
    const path = `/api/v1/workflows/${team}/${name}/resume`;
    const answer = await argo.call("PUT", path, this.token, { name, namespace: team });
    if (!answer.ok) throw new Error(await answer.text());
    return this.engine.end(task);
  }

  /** Cancels a task in Backstage. */
  async cancel(task: string): Promise<void> {
    await this.engine.call("POST", `/tasks/${task}/cancel`);
  }

  /** Deletes the workflow of a task. */
  async remove(task: string): Promise<void> {
    const { lab, team } = this.run;
    const name = await this.submitted(task);
    await lab.api.delete(`/apis/argoproj.io/v1alpha1/namespaces/${team}/workflows/${name}`);
  }
}
