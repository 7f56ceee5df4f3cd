import { DatabaseAlarms } from "../../../constructs/aws/database-alarms";
import { environment, parsed, resource, stackOf } from "../../fixtures/synthesis";

const topicArn = "arn:aws:sns:eu-central-1:123456789012:alarms";
const json = parsed((scope) => {
  new DatabaseAlarms(scope, "alarms", { databaseName: "test-argo-archive", topicArn });
});

describe("DatabaseAlarms", () => {
  it("watch the writer, whichever instance that is, and tell when an alarm begins and ends", () => {
    const alarms = Object.values(json.resource.aws_cloudwatch_metric_alarm ?? {});
    expect(alarms.map(({ alarm_name: name }) => name)).toEqual([
      "test-argo-archive-capacity",
      "test-argo-archive-down",
      "test-argo-archive-local-storage",
      "test-argo-archive-transaction-ids",
    ]);
    for (const alarm of alarms)
      expect(alarm).toMatchObject({
        namespace: "AWS/RDS",
        dimensions: { DBClusterIdentifier: "test-argo-archive", Role: "WRITER" },
        alarm_actions: [topicArn],
        ok_actions: [topicArn],
      });
  });

  it("take silence of the database for its end", () =>
    expect(resource(json, "aws_cloudwatch_metric_alarm", "archive-down")).toMatchObject({
      metric_name: "EngineUptime",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      period: 60,
      evaluation_periods: 5,
      treat_missing_data: "breaching",
    }));

  it("are there only with an archive and a topic", () => {
    const alarms = (monitoring: object) =>
      stackOf(environment({ archive: { enabled: true }, monitoring }), "storage").resource
        .aws_cloudwatch_metric_alarm;
    expect(alarms({})).toBeUndefined();
    expect(Object.keys(alarms({ alarmTopicArn: topicArn }) ?? {})).toHaveLength(4);
  });
});
