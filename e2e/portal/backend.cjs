// The backend of a small portal: Backstage's own plugins, the community plugin for Argo Workflows, and the packed
// scaffolder module. Arguments: folder where Backstage is installed, folder of the packed module, --config FILE.
const { createRequire } = require("node:module");
const { join } = require("node:path");
const process = require("node:process");

const [portal, packed] = process.argv.slice(2);
const load = createRequire(join(portal, "backend", "package.json"));
const backend = load("@backstage/backend-defaults").createBackend();
for (const feature of [
  "@backstage/plugin-app-backend",
  "@backstage/plugin-auth-backend",
  "@backstage/plugin-auth-backend-module-guest-provider",
  "@backstage/plugin-catalog-backend",
  // Without it the catalog ignores Software Templates without a message.
  "@backstage/plugin-catalog-backend-module-scaffolder-entity-model",
  "@backstage/plugin-scaffolder-backend",
  "@backstage-community/plugin-argo-workflows-backend",
])
  backend.add(load(feature));
backend.add(createRequire(join(packed, "package.json"))(packed));
// A failure to start ends the process, with the reason on standard error.
void backend.start();
