import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { artifactBucketName } from "../../../config/naming";
import { required } from "../../lab/required";
import type { Stage } from "./library-in-lab";
import { names } from "./names";
import { Application, type VersionImages } from "./world/application";
import { Person } from "./world/person";

const run = promisify(execFile);

/** What the rows find there before they begin. */
export interface Sandbox {
  /** Namespace of the team that builds images and deploys to `target`. */
  readonly team: string;
  readonly target: string;
  /** A second namespace that the team deploys to. */
  readonly staging: string;
  /** A third one, for what other deployments must not notice. */
  readonly cramped: string;
  readonly person: Person;
  /** References by digest of what an application can run. */
  readonly images: VersionImages;
  /** Key of an image as a tar, in the artifact bucket below the team's prefix. */
  readonly imageTar: string;
  /** A new Deployment in a namespace, of version one, that serves. */
  application(namespace: string, name: string): Promise<Application>;
}

/** Images in the registry, an image in the bucket, somebody who approves, a second namespace to deploy to. */
export async function prepareSandbox(stage: Stage): Promise<Sandbox> {
  const [team, target, staging, cramped] = ["team-backend", "backend", "backend-staging", "backend-cramped"];
  const { images } = stage;
  const imageTar = `artifacts/${team}/images/api.tar`;
  await uploadTar(stage, images.one, imageTar);
  await deployTo(stage, target, staging);
  await deployTo(stage, target, cramped);
  for (const name of ["api", "deaf", "broken"]) await stage.lab.api.apply(gitops(staging, name));
  // What the examples deploy to.
  for (const namespace of [staging, target])
    await new Application(stage.lab.api, namespace, "api").start(images.three, 1);
  return {
    team,
    target,
    staging,
    cramped,
    images,
    imageTar,
    person: await Person.of(stage.lab, stage.argo, stage.runs, team),
    application: async (namespace, name) => {
      const made = new Application(stage.lab.api, namespace, name);
      await made.start(images.one);
      return made;
    },
  };
}

async function uploadTar({ lab, scene, registryAddress }: Stage, image: string, key: string): Promise<void> {
  const tar = join(lab.folder, "image.tar");
  const reference = image.replace(names.registry, registryAddress);
  await run(required(lab.programs, "krane"), ["--insecure", "pull", reference, tar]);
  await lab.aws.enforceIam(false);
  await lab.aws.s3(
    "PUT",
    `${artifactBucketName(scene.environment)}/${key}`,
    new Uint8Array(readFileSync(tar)),
  );
  await lab.aws.enforceIam(true);
}

/** A namespace more, with the very Role and binding that the tenancy stack makes in the first. */
async function deployTo({ lab, scene }: Stage, first: string, more: string): Promise<void> {
  await lab.api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: more } });
  const granted = scene.tenancy.filter(({ metadata }) => metadata.namespace === first);
  if (granted.length === 0) throw new Error(`The tenancy stack grants nothing in ${first}.`);
  for (const each of granted)
    await lab.api.apply({ ...each, metadata: { ...each.metadata, namespace: more } });
}

/** An Application of Argo CD for a folder of backend/api. */
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
