import { snsTopicArn } from "./fields/aws";
import { flag, section } from "./fields/basic";
import { labels, namespaceName } from "./fields/kubernetes";
import { httpsUrl } from "./fields/url";

export const monitoring = section({
  namespace: namespaceName
    .default("monitoring")
    .describe("Namespace that Prometheus runs in. Its pods can read the metrics of Argo"),
  serviceMonitor: flag().default(false).describe("Create a ServiceMonitor. Needs the Prometheus operator"),
  serviceMonitorLabels: labels
    .default({})
    .describe(
      "Labels of the ServiceMonitor. Your Prometheus selects it by them, often by release; see docs/PRE_DEPLOYMENT.md",
    ),
  rules: flag()
    .default(false)
    .describe(
      "Create PrometheusRules with the alerts of docs/monitoring.md. Needs serviceMonitor, runbookUrl and the Prometheus " +
        "operator with kube-state-metrics",
    ),
  ruleLabels: labels
    .default({})
    .describe(
      "Labels of the PrometheusRules. Your Prometheus selects them by these labels, often by release; see docs/PRE_DEPLOYMENT.md",
    ),
  runbookUrl: httpsUrl(
    "must be a URL that begins with https://, without quotes, spaces, # or ?, such as https://git.example.com/platform/argo/blob/main/docs/runbooks",
    { without: "'\"#?", longest: 1000 },
  )
    .optional()
    .describe(
      "Where your people read docs/runbooks, as in your Git server. Each alert has a link to its runbook there. Needed for rules",
    ),
  alarmTopicArn: snsTopicArn
    .optional()
    .describe(
      "SNS topic that gets the CloudWatch alarms of the archive's database. It is in the environment's region. The policy of a " +
        "topic in another account must allow CloudWatch, and so must the key of a topic that has a customer managed key. " +
        "Default: no alarms",
    ),
})
  .prefault({})
  .describe("How Prometheus collects metrics, and who is told what they mean");
