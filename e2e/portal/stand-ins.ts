/** Stand-ins of the portal; each run prints them. */
export const portalStandIns: readonly string[] = [
  "@backstage-community/plugin-argo-workflows-common: a function of ours, because the npm registry does not have the package",
  "the tab of the community plugin: the answer of its backend, because the registry does not have the package with the page",
  "login: Backstage's guest provider",
  "the page behind Open in Argo: argo-server's placeholder page, and the run as its API returns it",
];
