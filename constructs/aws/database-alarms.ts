import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { databaseAlarmName } from "../../config/aws-naming";
import { addressed } from "../addressed";

export interface DatabaseAlarmsProps {
  /** Identifier of the Aurora cluster. */
  readonly databaseName: string;
  /** SNS topic in the database's region that is told when an alarm begins and when it ends. */
  readonly topicArn: string;
}

interface Alarm {
  /** Last part of the alarm's name, and the heading of its runbook in docs/runbooks/archive-database.md. */
  readonly about: string;
  readonly meaning: string;
  readonly metricName: string;
  readonly statistic: "Average" | "Maximum" | "Minimum";
  readonly comparisonOperator: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  /** Seconds of one evaluation. */
  readonly period: number;
  /** Evaluations in a row that exceed the threshold. */
  readonly evaluationPeriods: number;
  /** What it means if the database reports nothing. */
  readonly treatMissingData: "breaching" | "notBreaching";
}

/** Metrics of Aurora (Aurora user guide: Amazon CloudWatch metrics for Amazon Aurora). */
export const databaseAlarms: readonly Alarm[] = [
  {
    about: "down",
    meaning: "The archive's database has reported no uptime for 5 minutes",
    metricName: "EngineUptime",
    statistic: "Minimum",
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    period: 60,
    evaluationPeriods: 5,
    treatMissingData: "breaching",
  },
  {
    about: "capacity",
    meaning: "The archive's database has used more than 90 percent of archive.maxCapacity for 15 minutes",
    metricName: "ACUUtilization",
    statistic: "Average",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 90,
    period: 300,
    evaluationPeriods: 3,
    treatMissingData: "notBreaching",
  },
  {
    about: "local-storage",
    meaning: "The archive's database has had less than 2 GiB for temporary files for 15 minutes",
    metricName: "FreeLocalStorage",
    statistic: "Minimum",
    comparisonOperator: "LessThanThreshold",
    threshold: 2 * 2 ** 30,
    period: 300,
    evaluationPeriods: 3,
    treatMissingData: "notBreaching",
  },
  {
    about: "transaction-ids",
    meaning:
      "The archive's database has used half of its transaction IDs: autovacuum doesn't keep up, and at the end it stops",
    metricName: "MaximumUsedTransactionIDs",
    statistic: "Maximum",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 1_000_000_000,
    period: 300,
    evaluationPeriods: 3,
    treatMissingData: "notBreaching",
  },
];

/** CloudWatch alarms of the archive's writer, whichever instance that is after a failover. */
export class DatabaseAlarms extends Construct {
  constructor(scope: Construct, id: string, { databaseName, topicArn }: DatabaseAlarmsProps) {
    super(scope, id);
    for (const { about, meaning, ...condition } of databaseAlarms)
      addressed(
        `archive-${about}`,
        new CloudwatchMetricAlarm(this, about, {
          alarmName: databaseAlarmName(databaseName, about),
          alarmDescription: `${meaning}. See docs/runbooks/archive-database.md#${about}`,
          namespace: "AWS/RDS",
          dimensions: { DBClusterIdentifier: databaseName, Role: "WRITER" },
          ...condition,
          alarmActions: [topicArn],
          okActions: [topicArn],
        }),
      );
  }
}
