import { flag, oneOf, section, text } from "./fields/basic";
import { seconds } from "./fields/kubernetes";

export const workflows = section({
  templateReferencing: oneOf(["Strict", "Secure", "none"])
    .optional()
    .describe(
      "Strict: people run templates, not workflows of their own. Secure: neither may change during a run. " +
        "Default: Strict in the environment production, none elsewhere",
    ),
  deadlineSeconds: seconds(60, 604_800).default(14_400).describe("Time after which a workflow is stopped"),
  ttl: section({
    afterSuccessSeconds: seconds(0, 31_536_000).default(1_800).describe("A workflow that succeeded"),
    afterCompletionSeconds: seconds(0, 31_536_000)
      .default(3_600)
      .describe("A workflow that ended in an error"),
    afterFailureSeconds: seconds(0, 31_536_000).default(86_400).describe("A workflow that failed"),
  })
    .prefault({})
    .describe("How long a finished workflow stays in the cluster"),
  logLinkUrl: text(
    /^https:\/\/[^\s'"]{4,1000}$/,
    "must be a URL beginning with https://; ${metadata.namespace} and ${metadata.name} are filled in",
  )
    .optional()
    .describe("Where the UI's log links lead, such as a log store's search page"),
  spot: flag()
    .default(false)
    .describe(
      "Workflow pods may run on Spot nodes (Karpenter), Graviton included, and are retried when a node is lost",
    ),
})
  .prefault({})
  .describe("Defaults and limits of every workflow");
