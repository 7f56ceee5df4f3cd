import { type Chart, isAtLeast } from "./chart";
import { type ImageSources, pulledAs } from "./image-sources";

/** Registry of Argo's own images. */
export const argosRegistry = "quay.io";

/** Client of the archive's database, for the Job that creates Argo's user. Any psql from version 15 works. */
export const databaseClientImage = "docker.io/library/postgres:16.10-alpine";

/** Images of Argo, and of what this project runs next to it. The chart takes all tags from its appVersion. */
export function controlPlaneImages({ version, appVersion }: Chart): string[] {
  const argo = [
    "workflow-controller",
    "argocli",
    "argoexec",
    // Chart 1.x installs Argo's custom resource definitions without an image.
    ...(isAtLeast(version, 2) ? ["argo-workflows-crdinstaller"] : []),
  ];
  return [...argo.map((name) => `${argosRegistry}/argoproj/${name}:${appVersion}`), databaseClientImage];
}

/** The image of Argo's own containers in workflow pods: `init` and `wait`. */
export function executorImage({ appVersion }: Chart, sources: ImageSources = {}): string {
  return pulledAs(`${argosRegistry}/argoproj/argoexec:${appVersion}`, sources);
}
