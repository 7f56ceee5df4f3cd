/** What stands in for something on Backstage's side, printed by each run. */
export const backstageStandIns: readonly string[] = [
  "Backstage's catalog: a list of the generated entities (catalogServiceMock); no catalog process, no browser: see e2e:portal",
  "Backstage's login: each request says whose it is (mockServices of @backstage/backend-test-utils), and a list says who is in which group",
  "Backstage's permission service: the real one in the rows of the policy; in the others it allows everything (mockServices)",
  "the community plugin: the request that its backend makes, not the plugin itself: see e2e:portal",
];
