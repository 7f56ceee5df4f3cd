import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { artifactBucketName } from "../../../config/aws-naming";
import { targetsConfigMap } from "../../../config/naming";
import { required } from "../../lab/required";
import { foreignNamespace } from "../installation/stack-manifests";
import { Application, type VersionImages } from "./fixtures/application";
import { Approver } from "./fixtures/approver";
import type { LibraryInLab } from "./library-in-lab";
import { names } from "./names";

const run = promisify(execFile);

/** The team whose workflows the rows run, and everything that exists before they start. */
export interface TeamFixture {
  /** Namespace of the team, which builds images and deploys to `target`. */
  readonly team: string;
  readonly target: string;
  /** A second namespace that the team deploys to. */
  readonly staging: string;
  /** A third one, whose quota must not affect other deployments. */
  readonly cramped: string;
  readonly approver: Approver;
  /** Images of the sample application, by digest. */
  readonly images: VersionImages;
  /** Key of an image tar in the artifact bucket, under the team's prefix. */
  readonly imageTar: string;
  /** SHA-256 of the image tar, in hexadecimal. */
  readonly imageSha256: string;
  /** Creates a Deployment of version one, and waits until it serves. */
  application(namespace: string, name: string): Promise<Application>;
}

/** Creates the namespaces to deploy to, uploads an image, and gives the team an approver. */
export async function prepareTeam(library: LibraryInLab): Promise<TeamFixture> {
  const [team, target, staging, cramped] = ["team-backend", "backend", "backend-staging", "backend-cramped"];
  const { images, lab } = library;
  const imageTar = `artifacts/${team}/images/api.tar`;
  const imageSha256 = await uploadTar(library, images.one, imageTar);
  await deployTo(library, target, staging);
  await deployTo(library, target, cramped);
  for (const name of ["api", "deaf", "broken"]) await lab.api.apply(gitops(staging, name));
  // The examples deploy to these.
  for (const namespace of [staging, target])
    await new Application(lab.api, namespace, "api").start(images.three, 1);
  return {
    team,
    target,
    staging,
    cramped,
    images,
    imageTar,
    imageSha256,
    approver: await Approver.create(lab, library.argo, library.runs, team),
    application: async (namespace, name) => {
      const made = new Application(lab.api, namespace, name);
      await made.start(images.one);
      return made;
    },
  };
}

/** @returns the SHA-256 of the tar */
async function uploadTar(
  { lab, stacks, registryAddress }: LibraryInLab,
  image: string,
  key: string,
): Promise<string> {
  const tar = join(lab.folder, "image.tar");
  const reference = image.replace(names.registry, registryAddress);
  await run(required(lab.programs, "krane"), ["--insecure", "pull", reference, tar]);
  await lab.aws.enforceIam(false);
  const content = new Uint8Array(readFileSync(tar));
  await lab.aws.s3("PUT", `${artifactBucketName(stacks.environment)}/${key}`, content);
  await lab.aws.enforceIam(true);
  return createHash("sha256").update(content).digest("hex");
}

/**
 * Creates another namespace with the same Role and RoleBinding that the tenancy stack makes in the first, and with the
 * same demands.
 */
async function deployTo({ lab, stacks }: LibraryInLab, first: string, more: string): Promise<void> {
  const { metadata, ...namespace } = foreignNamespace(stacks, first);
  await lab.api.apply({ ...namespace, metadata: { ...metadata, name: more } });
  const granted = stacks.tenancy.filter(({ metadata }) => metadata.namespace === first);
  if (granted.length === 0) throw new Error(`the tenancy stack grants nothing in ${first}`);
  for (const each of granted)
    await lab.api.apply({ ...each, metadata: { ...each.metadata, namespace: more } });
  for (const each of stacks.tenancy) {
    const { data } = each as { data?: Record<string, string> };
    const demands = data?.[`demands.${first}`];
    if (each.metadata.name !== targetsConfigMap || demands === undefined) continue;
    const path = `/api/v1/namespaces/${each.metadata.namespace}/configmaps/${targetsConfigMap}`;
    await lab.api.patch(path, { data: { [`demands.${more}`]: demands } });
  }
}

/** An Argo CD Application for one folder of backend/api. */
function gitops(namespace: string, name: string) {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace },
    spec: {
      project: "default",
      source: {
        repoURL: `https://${names.git}/backend/api.git`,
        path: `k8s/${name}`,
        targetRevision: "main",
      },
      destination: { server: "https://kubernetes.default.svc", namespace },
    },
  };
}
