// The scaffolder engine of a real Backstage backend with the packed module. e2e/backstage/README.md says which
// parts of a backend it lacks. Arguments: file with EngineProps' scratch, entities and permissions, --config FILE.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const process = require("node:process");

const { scratch, entities, permissions } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const load = createRequire(join(scratch, "package.json"));
const { createBackend } = load("@backstage/backend-defaults");
const { coreServices, createServiceFactory } = load("@backstage/backend-plugin-api");
const { mockServices } = load("@backstage/backend-test-utils");
const { catalogServiceMock } = load("@backstage/plugin-catalog-node/testUtils");

const backend = createBackend();
backend.add(mockServices.auth.factory());
backend.add(httpAuth());
if (permissions === undefined) {
  backend.add(mockServices.userInfo.factory());
  backend.add(mockServices.permissions.factory());
} else {
  backend.add(userInfo(permissions.groups));
  backend.add(load("@backstage/plugin-permission-backend"));
  backend.add(load(permissions.policy));
}
backend.add(catalogServiceMock.factory({ entities }));
backend.add(load("@backstage/plugin-scaffolder-backend"));
backend.add(load("@aws-argo-infra/plugin-scaffolder-backend-module-argo-workflows"));
// A failure to start ends the process, with the reason on standard error.
void backend.start();

/** The groups of each user, as a catalog would have them. */
function userInfo(groups) {
  const getUserInfo = async ({ principal: { userEntityRef } }) => ({
    userEntityRef,
    ownershipEntityRefs: [userEntityRef, ...(groups[userEntityRef] ?? [])],
  });
  return createServiceFactory({
    service: coreServices.userInfo,
    deps: {},
    factory: () => ({ getUserInfo }),
  });
}

/** Like mockServices.httpAuth, but keeps the user of a service's request, which the permission service needs. */
function httpAuth() {
  return createServiceFactory({
    service: coreServices.httpAuth,
    deps: { plugin: coreServices.pluginMetadata },
    factory({ plugin }) {
      const mock = mockServices.httpAuth({ pluginId: plugin.getId() });
      return {
        issueUserCookie: (...args) => mock.issueUserCookie(...args),
        async credentials(request, options) {
          const credentials = await mock.credentials(request, options);
          const ofPlugin = request.headers.authorization?.startsWith("Bearer mock-service-token");
          if (ofPlugin && credentials.principal.type === "user")
            credentials.principal.actor = { type: "service", subject: "plugin:scaffolder" };
          return credentials;
        },
      };
    },
  });
}
