import { flag, section } from "./fields/basic";
import { namespaceName } from "./fields/kubernetes";

export const backstage = section({
  enabled: flag()
    .default(false)
    .describe("Let Backstage run templates in the namespaces of teams that allow it"),
  namespace: namespaceName.default("backstage").describe("Namespace that Backstage runs in"),
  terminate: flag()
    .default(false)
    .describe(
      "Let Backstage terminate the workflow of a task that was canceled (terminateOnAbort of its actions)",
    ),
})
  .prefault({})
  .describe("The developer portal");
