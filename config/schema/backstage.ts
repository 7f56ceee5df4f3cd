import { flag, oneOf, section } from "./fields/basic";
import { dnsName } from "./fields/dns-name";
import { namespaceName } from "./fields/kubernetes";

/** Claims by which Argo's server names a person who logged in. */
export const userClaims = ["preferred-username", "email", "subject"] as const;

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
  userClaim: oneOf(userClaims)
    .default("preferred-username")
    .describe(
      "Claim of Argo's login that the name of a Backstage user equals. Backstage marks each run with it, so that the person who started a run can be compared with the person who answers it",
    ),
  userDomain: dnsName
    .optional()
    .describe(
      "Domain of people's email addresses: jane in Backstage is jane@<userDomain> in Argo. Required for the userClaim email",
    ),
})
  .prefault({})
  .describe("The developer portal");
