/**
 * The Location that registers every Software Template in the catalog.
 * @param targets paths relative to its own file
 */
export function location(targets: readonly string[]): object {
  return {
    apiVersion: "backstage.io/v1alpha1",
    kind: "Location",
    metadata: { name: "argo-workflows-templates", description: "Software Templates that run Argo workflows" },
    spec: { type: "file", targets: targets.map((target) => `./${target}`) },
  };
}
