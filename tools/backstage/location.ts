/** The Location that brings every Software Template into the catalog. @param targets relative to its own file */
export function location(targets: readonly string[]): object {
  return {
    apiVersion: "backstage.io/v1alpha1",
    kind: "Location",
    metadata: { name: "argo-workflows-templates", description: "Software Templates that run Argo workflows" },
    spec: { type: "file", targets: targets.map((target) => `./${target}`) },
  };
}
