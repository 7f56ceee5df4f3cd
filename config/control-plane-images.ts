import { type Chart, isAtLeast } from "./chart";

/** Client of the archive's database, for the Job that makes Argo's user. Any psql from 15 on will do. */
export const databaseClientImage = "docker.io/library/postgres:16.10-alpine";

/** Images of Argo itself and of what surrounds it. The chart takes all tags from its appVersion. */
export function controlPlaneImages({ version, appVersion }: Chart): string[] {
  const argo = [
    "workflow-controller",
    "argocli",
    "argoexec",
    // Chart 1.x brings Argo's definitions without an image.
    ...(isAtLeast(version, 2) ? ["argo-workflows-crdinstaller"] : []),
  ];
  return [...argo.map((name) => `quay.io/argoproj/${name}:${appVersion}`), databaseClientImage];
}
