/** What stands in for something on Backstage's side, printed by each run. */
export const backstageStandIns: readonly string[] = [
  "Backstage's catalog: a list of the generated entities (catalogServiceMock); no catalog process, no browser",
  "Backstage's login: every request is user:default/mock's (mockServices of @backstage/backend-test-utils)",
  "the community plugin: the request that its backend makes, not the plugin itself",
];

/** What this run says nothing about, printed at its end. */
export const notYetProved: readonly string[] = ["permission rules of scaffolder.action.execute"];
