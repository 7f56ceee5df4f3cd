import { flag, section } from "./fields/basic";
import { namespaceName } from "./fields/kubernetes";

export const backstage = section({
  enabled: flag()
    .default(false)
    .describe("Let Backstage run templates in the namespaces of teams that allow it"),
  namespace: namespaceName.default("backstage").describe("Namespace of Backstage"),
  terminate: flag()
    .default(false)
    .describe("Let Backstage end workflows whose task was cancelled (terminateOnAbort of its actions)"),
})
  .prefault({})
  .describe("The developer portal");
