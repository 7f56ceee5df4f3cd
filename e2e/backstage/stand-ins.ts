/** Stand-ins of Backstage; each run prints them. */
export const backstageStandIns: readonly string[] = [
  "Backstage's catalog: a list of the generated entities (catalogServiceMock); there is no catalog process and no browser (see e2e:portal)",
  "Backstage's login: each request names its user (mockServices of @backstage/backend-test-utils), and a list says who is in which group",
  "Backstage's permission service: the real one in the permission rows; in the others it allows everything (mockServices)",
  "the community plugin: the request that its backend sends, not the plugin itself (see e2e:portal)",
];
