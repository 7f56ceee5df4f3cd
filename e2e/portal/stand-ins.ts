/** What stands in for something on the portal's side, printed by each run. */
export const portalStandIns: readonly string[] = [
  "@backstage-community/plugin-argo-workflows-common: one function of ours; the npm registry lacks the package",
  "the community plugin's tab: its backend's answer; the registry lacks the package with the page",
  "a person's login: Backstage's own guest provider",
  "the page of a run that Open in Argo leads to: argo-server's placeholder, and what its API says of that run",
];
