import { arn, flag, list, oneOf, section, text, wholeNumber } from "./fields";
import { cidr, labels, namespaceName, nodeSelector, seconds, tolerations } from "./kubernetes";

const ssoGroup = text(
  /^[^\s'"\\][^'"\\\p{C}]{0,254}$/u,
  "must be the name of a group of your identity provider, at most 255 characters, without quotes and backslashes",
);
export const ssoGroups = list(ssoGroup, { min: 0, max: 20 }, "must be a list of groups");

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(:\d{1,5})?(\/[\w.-]+)*$/;

export const controller = section({
  parallelism: wholeNumber(1, 10_000, "workflows")
    .default(20)
    .describe("Workflows that run at once in the cluster"),
  namespaceParallelism: wholeNumber(1, 10_000, "workflows")
    .default(10)
    .describe("Workflows that run at once in one namespace"),
  rateLimit: section({
    limit: wholeNumber(1, 10_000, "pods per second").default(10).describe("Pods created per second"),
    burst: wholeNumber(1, 10_000, "pods")
      .default(5)
      .describe("Pods that may be created at once after a pause (burst)"),
  })
    .prefault({})
    .describe("How fast the controller may create pods"),
  replicas: wholeNumber(1, 5, "pods").default(2).describe("Controller pods; one leads, the others stand by"),
});

export const server = section({
  replicas: wholeNumber(1, 10, "pods").default(2).describe("Server pods"),
});

/** Who may use Argo's server, and how they prove who they are. */
export const login = section({
  modes: list(
    oneOf(["sso", "client", "server"]),
    { min: 1, max: 3 },
    "must be a list of: sso, client, server",
  )
    .default(["client"])
    .describe(
      "How callers prove who they are. client: a Kubernetes token. sso: your identity provider. server: not at all",
    ),
  allowAnonymous: flag()
    .default(false)
    .describe(
      "Required for the mode server, together with an internal ingress: everyone acts as Argo's server",
    ),
  sso: section({
    issuer: text(
      /^https:\/\/[^\s?#]{4,250}$/,
      "must be the issuer URL of your identity provider, beginning with https://",
    ).describe("Issuer of your identity provider"),
    scopes: list(
      text(/^[\w:./-]{1,128}$/, "must be a scope such as groups"),
      { min: 1, max: 10 },
      "must be scopes",
    )
      .default(["groups", "email", "profile"])
      .describe("Scopes requested in addition to openid"),
    groupsClaim: text(/^[\w:./-]{1,128}$/, "must be the name of a claim such as groups")
      .default("groups")
      .describe("Claim that lists a person's groups"),
    sessionHours: wholeNumber(1, 720, "hours").default(10).describe("Hours until a person must log in again"),
    adminGroups: ssoGroups
      .default([])
      .describe("Groups that may do everything with workflows, in every namespace"),
    readerGroups: ssoGroups.default([]).describe("Groups that may look at workflows of every namespace"),
  })
    .optional()
    .describe(
      "Your identity provider; needed when modes has sso. Its client is read from the secret <env>/argo/sso",
    ),
});

export const ingress = section({
  enabled: flag().default(true).describe("Reach Argo's server at argo.<domain> through an AWS load balancer"),
  scheme: oneOf(["internal", "internet-facing"])
    .default("internal")
    .describe("Who can reach the load balancer"),
  groupName: text(
    /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
    "must be the name of an ingress group: at most 63 lower-case letters, digits, hyphens and dots",
  )
    .optional()
    .describe(
      "Ingress group of a class of its own, which admits only Ingresses in the namespace argo; " +
        "default: a load balancer that no other Ingress can join",
    ),
  idleTimeoutSeconds: seconds(1, 4000)
    .default(300)
    .describe("Idle time after which the load balancer closes a connection"),
  inboundCidrs: list(cidr, { min: 0, max: 50 }, "must be a list of IPv4 ranges")
    .default([])
    .describe("Address ranges that may call; empty: every address that reaches the load balancer"),
  wafAclArn: arn(
    "wafv2",
    /[a-z0-9-]{1,30}/,
    /regional\/webacl\/[\w-]{1,128}\/[0-9a-f-]{36}/,
    "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/argo/00000000-0000-0000-0000-000000000000",
  )
    .optional()
    .describe("AWS WAF web ACL in front of the server"),
  accessLogBucket: text(
    /^(?!xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    "must be an S3 bucket name: 3 to 63 lower-case letters, digits and hyphens, no dots",
  )
    .optional()
    .describe(
      "Bucket for the load balancer's access logs (SSE-S3, delivery allowed); default: none are written",
    ),
  deletionProtection: flag().default(false).describe("Refuse to delete the load balancer"),
});

/** Defaults and limits of every workflow. */
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
});

export const scheduling = section({
  nodeSelector: nodeSelector.default({}).describe("Labels of the nodes for Argo's server and controller"),
  tolerations: tolerations.default([]).describe("Tolerations of Argo's server and controller"),
  priorityClass: text(
    /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    "must be the name of a priority class: lower-case letters, digits, hyphens and dots",
  )
    .optional()
    .describe("Priority class of Argo's server and controller; it exists already"),
  workflowNodeSelector: nodeSelector.default({}).describe("Labels of the nodes for workflow pods"),
  workflowTolerations: tolerations.default([]).describe("Tolerations of workflow pods"),
});

export const images = section({
  registry: text(
    hostName,
    "must be a registry without https://, such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/quay",
  )
    .optional()
    .describe(
      "Registry that mirrors Argo's images (argoproj/...) and those of the workflow templates; default: their own",
    ),
});

export const backstage = section({
  enabled: flag()
    .default(false)
    .describe("Let Backstage run templates in the namespaces of teams that allow it"),
  namespace: namespaceName.default("backstage").describe("Namespace of Backstage"),
  terminate: flag()
    .default(false)
    .describe("Let Backstage end workflows whose task was cancelled (terminateOnAbort of its actions)"),
});

export const monitoring = section({
  namespace: namespaceName.default("monitoring").describe("Namespace of Prometheus; it may read metrics"),
  serviceMonitor: flag().default(false).describe("Create a ServiceMonitor; needs the Prometheus operator"),
  serviceMonitorLabels: labels
    .default({})
    .describe(
      "Labels by which a Prometheus selects the ServiceMonitor, often release; see docs/PRE_DEPLOYMENT.md",
    ),
});
