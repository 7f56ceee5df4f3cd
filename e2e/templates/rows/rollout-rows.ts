import { patientWait } from "../../shared/library/examples";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { triesOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const template = "deploy-kubernetes";

interface Failure {
  readonly path: string;
  /** Name of the Deployment, different in each case, so that they can run at the same time. */
  readonly name: string;
  readonly image: string;
  /** What the workflow must say. */
  readonly reason: RegExp;
  /** Seconds, short for a rollout that hangs. @default "40" */
  readonly timeout?: string;
  /** Namespace. @default the fixture's target */
  readonly namespace?: string;
  /** Makes the rollout of a good image fail. */
  readonly prepare?: () => Promise<void>;
}

/**
 * A rollout that fails is rolled back to the previous revision, whose pods serve throughout, and the workflow fails with
 * the reason. The failed step does not run again.
 */
export async function rolloutRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { images } = fixture;
  const failures: readonly Failure[] = [
    {
      path: "the new image crashes",
      name: "crashing",
      image: images.crashing,
      timeout: patientWait,
      reason: /rolled back to revision 1: .*ended with exit code 3/,
    },
    {
      path: "its probe never passes",
      name: "deaf",
      image: images.deaf,
      reason: /rolled back to revision 1: not finished after 40 seconds: .*is not ready/,
    },
    {
      path: "the quota is used up",
      name: "cramped",
      image: images.two,
      namespace: fixture.cramped,
      reason: /rolled back to revision 1: not finished after 40 seconds: .*exceeded quota/,
      prepare: () => allowPods(library, fixture.cramped, 2),
    },
  ];
  await Promise.all(failures.map((failure) => failureRow(table, library, fixture, failure)));
}

async function failureRow(
  table: Table,
  { runs }: LibraryInLab,
  fixture: TeamFixture,
  failure: Failure,
): Promise<void> {
  const { path, name, image, reason, namespace = fixture.target, timeout = "40", prepare } = failure;
  await table.row(
    `${template}: ${path}`,
    { phase: "Failed", said: true, tries: 1, image: fixture.images.one, answers: ["one one"] },
    async () => {
      const application = await fixture.application(namespace, name);
      await prepare?.();
      const { result, seen } = await application.whileAsked(
        runs.run(fixture.team, template, {
          "deployment-name": name,
          namespace,
          image,
          "wait-timeout": timeout,
        }),
      );
      await application.settled();
      return {
        phase: result.phase,
        said: reason.test(result.said) || result.said,
        tries: triesOf(result, "rollout"),
        image: await application.image(),
        answers: seen,
      };
    },
  );
}

/** Limits the number of pods in a namespace. */
async function allowPods({ lab }: LibraryInLab, namespace: string, pods: number): Promise<void> {
  await lab.api.apply({
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "pods", namespace },
    spec: { hard: { pods: String(pods) } },
  });
}
