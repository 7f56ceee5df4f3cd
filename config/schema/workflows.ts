import { z } from "zod";
import { type LargeStep, largeSteps } from "../values/large-steps";
import { flag, list, oneOf, section, text } from "./fields/basic";
import { byteQuantity, cpuQuantity, seconds } from "./fields/kubernetes";
import { httpsUrl } from "./fields/url";

export const workflows = section({
  templateReferencing: oneOf(["Strict", "Secure", "none"])
    .default("Strict")
    .describe(
      "Which workflows people can run. Strict: only those that run a template. Secure: like Strict, and the template " +
        "must not change during the run. none: any",
    ),
  clusterTemplates: list(
    text(
      /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
      "must be the name of a ClusterWorkflowTemplate: at most 63 lowercase letters, digits and hyphens",
    ),
    { min: 0, max: 200 },
    "must be a list of ClusterWorkflowTemplates",
  )
    .default([])
    .describe(
      "ClusterWorkflowTemplates of your own, which teams can run in addition to the library. You install them yourself",
    ),
  deadlineSeconds: seconds(60, 604_800)
    .default(14_400)
    .describe("Seconds until Argo stops a running workflow. At most as long as artifacts.retentionDays"),
  ttl: section({
    afterSuccessSeconds: seconds(0, 31_536_000).default(1_800).describe("Seconds if the workflow succeeded"),
    afterCompletionSeconds: seconds(0, 31_536_000)
      .default(3_600)
      .describe("Seconds if the workflow ended in an error"),
    afterFailureSeconds: seconds(0, 31_536_000).default(86_400).describe("Seconds if the workflow failed"),
  })
    .prefault({})
    .describe(
      "How long a finished workflow stays in the cluster. At most as long as artifacts.retentionDays",
    ),
  logLinkUrl: httpsUrl(
    "must be a URL that begins with https://, without quotes or spaces; Argo fills in ${metadata.namespace} and ${metadata.name}",
    { without: "'\"", longest: 1000, placeholders: /\$\{(?!TfToken)[A-Za-z][\w.-]*\}/g },
  )
    .optional()
    .describe(
      "URL that the log links in Argo's UI open, such as a search in your log store. Default: no links",
    ),
  sizes: z
    .partialRecord(
      z.enum(Object.keys(largeSteps) as [LargeStep, ...LargeStep[]], {
        error: `must be one of ${Object.keys(largeSteps).join(", ")}`,
      }),
      section({
        cpu: cpuQuantity.optional().describe("CPU. Default: as in the library"),
        memory: byteQuantity.optional().describe("Memory. Default: as in the library"),
        ephemeralStorage: byteQuantity.optional().describe("Disk of the node. Default: as in the library"),
      }),
      { error: "must be a map of templates and the sizes of their largest step" },
    )
    .default({})
    .describe(
      "Limits of the largest step of a template of the library; what a node reserves for it grows in proportion. A team " +
        "must have room for it in containers.max, which is at most 8 CPUs and 32Gi by default. Default: those in workflow-templates",
    ),
  spot: flag()
    .default(false)
    .describe(
      "Let workflow pods run on Spot nodes of Karpenter, including Graviton, and retry them when a node is lost",
    ),
})
  .prefault({})
  .describe("Defaults and limits of every workflow");
