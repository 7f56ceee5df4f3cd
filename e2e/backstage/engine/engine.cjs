// The scaffolder engine of a real Backstage backend with the packed module. What it lacks of a backend is named in
// e2e/backstage/README.md. Arguments: folder with the packed module, file with the entities, --config FILE.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const process = require("node:process");

const [scratch, entitiesFile] = process.argv.slice(2);
const load = createRequire(join(scratch, "package.json"));
const { createBackend } = load("@backstage/backend-defaults");
const { mockServices } = load("@backstage/backend-test-utils");
const { catalogServiceMock } = load("@backstage/plugin-catalog-node/testUtils");

const backend = createBackend();
backend.add(mockServices.auth.factory());
backend.add(mockServices.httpAuth.factory());
backend.add(mockServices.userInfo.factory());
backend.add(mockServices.permissions.factory());
backend.add(catalogServiceMock.factory({ entities: JSON.parse(readFileSync(entitiesFile, "utf8")) }));
backend.add(load("@backstage/plugin-scaffolder-backend"));
backend.add(load("@aws-argo-infra/plugin-scaffolder-backend-module-argo-workflows"));
// A failure to start ends the process, with the reason on standard error.
void backend.start();
