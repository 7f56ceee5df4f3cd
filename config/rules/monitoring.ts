import { otherPartition } from "./arn-owner";
import type { Draft, Violation } from "./violation";

export function monitoringRules({ monitoring, region }: Draft): Violation[] {
  if (!monitoring) return [];
  return [...rules(monitoring), ...alarmTopic(monitoring, region)];
}

type Monitoring = NonNullable<Draft["monitoring"]>;

/** The rules judge what the ServiceMonitor collects, under the labels that it gives the metrics. */
function rules({ rules, serviceMonitor, runbookUrl }: Monitoring): Violation[] {
  if (!rules) return [];
  return [
    ...(serviceMonitor
      ? []
      : [
          {
            path: ["monitoring", "rules"],
            message: "needs monitoring.serviceMonitor: true, which collects the metrics of the rules",
          },
        ]),
    ...(runbookUrl === undefined
      ? [
          {
            path: ["monitoring", "runbookUrl"],
            message: "must be set while monitoring.rules is true: each alert has a link to its runbook",
          },
        ]
      : []),
  ];
}

/** CloudWatch sends alarms to topics of its own region only (API PutMetricAlarm). */
function alarmTopic({ alarmTopicArn }: Monitoring, region: string | undefined): Violation[] {
  const path = ["monitoring", "alarmTopicArn"];
  const found = otherPartition(path, alarmTopicArn, region);
  const topicRegion = alarmTopicArn?.split(":")[3];
  if (found.length > 0 || topicRegion === undefined || region === undefined || topicRegion === region)
    return found;
  return [{ path, message: `is a topic in ${topicRegion}; alarms in ${region} need one in ${region}` }];
}
