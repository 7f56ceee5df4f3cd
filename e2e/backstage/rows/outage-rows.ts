import type { BackstageRun } from "../backstage-run";
import { OutageFixture } from "../outage-fixture";
import { cancellationRows } from "./cancellation-rows";

/** Whatever fails between Backstage and Argo, each task makes exactly one workflow. */
export async function outageRows(run: BackstageRun): Promise<void> {
  const fixture = await OutageFixture.start(run);
  await slowServerRow(fixture);
  await stoppedServerRow(fixture);
  await restartedServerRow(fixture);
  await lostAnswerRow(fixture);
  await killedDuringSubmitRow(fixture);
  await killedDuringWaitRow(fixture);
  await cancellationRows(fixture);
  await fixture.stop();
}

async function slowServerRow(fixture: OutageFixture): Promise<void> {
  const { run, engine, proxy, values } = fixture;
  await run.table.row(
    "server slow (3 s for each answer): the task still succeeds",
    ["completed", ["Succeeded"]],
    async () => {
      proxy.delaySeconds = 3;
      const { id, status } = await engine.run("pause", { ...values, argoWait: true });
      proxy.delaySeconds = 0;
      return [status, await fixture.phases(id)];
    },
  );
}

async function stoppedServerRow({ run, engine, server, values }: OutageFixture): Promise<void> {
  await run.table.row(
    "server down before submit: the task fails, and says that the server can't be reached",
    ["failed", true],
    async () => {
      await server.stopServer();
      const { status, log } = await engine.run("pause", values);
      await server.startServer();
      return [status, /Argo's server \(instance local\) can't be reached/.test(log) || log];
    },
  );
}

async function restartedServerRow(fixture: OutageFixture): Promise<void> {
  const { run, server } = fixture;
  await run.table.row(
    "server restarted during a wait: the wait continues",
    ["completed", true, ["Succeeded"]],
    async () => {
      const id = await fixture.beginRunning("pause", fixture.pausing);
      await server.stopServer();
      await fixture.logged(id, /waiting until it responds/);
      await server.startServer();
      const { status, log } = await fixture.resume(id);
      return [status, /Argo's server responds again/.test(log), await fixture.phases(id)];
    },
  );
}

async function lostAnswerRow(fixture: OutageFixture): Promise<void> {
  const { run, engine, proxy, values } = fixture;
  await run.table.row(
    "answer to submit lost: tried again, one workflow",
    ["completed", true, 1],
    async () => {
      let lost = 0;
      proxy.answers = (_, path) => !path.endsWith("/submit") || lost++ > 0;
      const { id, status, log } = await engine.run("pause", values);
      proxy.answers = () => true;
      return [status, log.includes("trying again"), (await fixture.phases(id)).length];
    },
  );
}

async function killedDuringSubmitRow(fixture: OutageFixture): Promise<void> {
  const { run, engine, proxy, values } = fixture;
  await run.table.row(
    "engine killed between submit and answer: one workflow",
    ["completed", ["Succeeded"]],
    async () => {
      proxy.answers = (_, path) => !path.endsWith("/submit");
      const id = await fixture.begin("pause", { ...values, argoWait: true });
      await fixture.submitted(id);
      await engine.kill();
      proxy.answers = () => true;
      await engine.start();
      return [(await engine.end(id)).status, await fixture.phases(id)];
    },
  );
}

async function killedDuringWaitRow(fixture: OutageFixture): Promise<void> {
  const { run, engine } = fixture;
  await run.table.row(
    "engine killed during a wait: the wait continues, one workflow",
    ["completed", ["Succeeded"]],
    async () => {
      const id = await fixture.beginRunning("pause", fixture.pausing);
      await engine.kill();
      await engine.start();
      return [(await fixture.resume(id)).status, await fixture.phases(id)];
    },
  );
}
