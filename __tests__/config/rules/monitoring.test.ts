import { complaints, edited, type Edits } from "../../fixtures/environment-file";
import { alertsOn } from "../../fixtures/fields";

const complaintsWith = (edits: Edits) => complaints(edited(edits));

describe("monitoring.rules", () => {
  it("needs what collects the metrics", () => {
    expect(complaintsWith(alertsOn)).toEqual([]);
    expect(complaintsWith({ ...alertsOn, "monitoring.serviceMonitor": "false" })).toEqual([
      "monitoring.rules: true needs monitoring.serviceMonitor: true, which collects the metrics of the rules",
    ]);
  });

  it.each(["https://gät.example.com", "https://git.example.com/ä"])("links no runbook at %s", (url) =>
    expect(complaintsWith({ ...alertsOn, "monitoring.runbookUrl": url })).toEqual([
      expect.stringContaining("must be a URL that begins with https://"),
    ]),
  );

  it("needs a place of the runbooks", () =>
    expect(complaintsWith({ ...alertsOn, "monitoring.runbookUrl": undefined })).toEqual([
      "monitoring.runbookUrl: missing; must be set while monitoring.rules is true: each alert has a link to its runbook",
    ]));
});

describe("monitoring.alarmTopicArn", () => {
  const topic = (arn: string) =>
    complaintsWith({ "archive.enabled": "true", "monitoring.alarmTopicArn": arn });

  it("takes a topic of any account, in the region of the environment", () => {
    expect(topic("arn:aws:sns:eu-central-1:999999999999:alarms")).toEqual([]);
    expect(topic("arn:aws:sns:us-east-1:123456789012:alarms")).toEqual([
      'monitoring.alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:alarms" is a topic in us-east-1; alarms in eu-central-1 need one in eu-central-1',
    ]);
  });

  it("says once that a topic is in another partition", () =>
    expect(topic("arn:aws-cn:sns:cn-north-1:123456789012:alarms")).toEqual([
      'monitoring.alarmTopicArn: "arn:aws-cn:sns:cn-north-1:123456789012:alarms" is in partition aws-cn, but region eu-central-1 is in aws',
    ]));
});
