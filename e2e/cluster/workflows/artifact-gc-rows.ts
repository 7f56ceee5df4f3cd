import { artifactBucketName } from "../../../config/aws-naming";
import type { Lab } from "../../lab/lab";
import { waitFor } from "../../lab/wait-for";
import { Cluster } from "../../shared/cluster";
import type { ArgoApi } from "../../shared/installation/argo-api";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { leaver } from "./samples";

const name = "leaver";

interface Workflow {
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly message?: string }[];
    readonly nodes: Readonly<
      Record<
        string,
        { readonly outputs?: { readonly artifacts?: readonly { readonly deleted?: boolean }[] } }
      >
    >;
  };
}

/** Artifact GC deletes the artifacts of a workflow in the namespaces of teams with `artifactGC`, and nowhere else. */
export async function artifactGcRows(
  table: Table,
  lab: Lab,
  argoApi: ArgoApi,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const cluster = new Cluster(lab);
  const bucket = artifactBucketName(environment);
  const may = environment.teams.find(({ artifactGC }) => artifactGC)?.namespace;
  const mayNot = environment.teams.find(({ artifactGC }) => !artifactGC)?.namespace;
  const read = (team: string): Promise<Workflow> =>
    lab.api.get(`/apis/argoproj.io/v1alpha1/namespaces/${team}/workflows/${name}`);
  const left = async (team: string): Promise<boolean> => {
    // The emulator refuses list requests while it enforces IAM.
    await lab.aws.enforceIam(false);
    const answer = await lab.aws.s3("GET", `${bucket}?list-type=2&max-keys=1000`);
    await lab.aws.enforceIam(true);
    return new RegExp(`<Key>artifacts/${team}/${name}/[^<]*/file`).test(answer);
  };
  for (const team of [may, mayNot]) if (team !== undefined) await argoApi.submit(team, leaver(name));
  if (may !== undefined)
    await table.row(
      `${may}: artifactGC, ended, artifact deleted, left in the bucket`,
      ["Succeeded", true, false],
      async () => {
        const { phase } = await cluster.finished(may, name);
        const deleted = await waitFor(
          "the artifact deleted",
          async () =>
            Object.values((await read(may)).status.nodes).some(({ outputs }) =>
              outputs?.artifacts?.some(({ deleted: done }) => done),
            ) || undefined,
        );
        return [phase, deleted, await left(may)];
      },
    );
  if (mayNot !== undefined)
    await table.row(
      `${mayNot}: no artifactGC, ended, refused, left in the bucket`,
      ["Succeeded", true, true],
      async () => {
        const { phase } = await cluster.finished(mayNot, name);
        const refused = await waitFor(
          "the deletion refused",
          async () =>
            (await read(mayNot)).status.conditions?.some(({ type }) => type === "ArtifactGCError") ||
            undefined,
        );
        return [phase, refused, await left(mayNot)];
      },
    );
}
