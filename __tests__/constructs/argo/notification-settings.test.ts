import { resource } from "../../fixtures/synthesis";
import { tenancy } from "../../fixtures/tenancy";

const settings = (notifications?: object) =>
  (
    resource(
      tenancy({ teams: { alpha: notifications === undefined ? {} : { notifications } } }),
      "kubernetes_config_map_v1",
      "team-alpha_notifications",
    ) as { data: Record<string, string> }
  ).data;

describe("NotificationSettings", () => {
  it("says where a person sees the workflow, and that the team is told about all results", () => {
    expect(settings()).toEqual({ server: "https://argo.example.com", when: "always" });
  });

  it("says where the topic is", () => {
    const topicArn = "arn:aws:sns:us-east-1:999999999999:builds";
    expect(settings({ topicArn, when: "failure" })).toEqual({
      server: "https://argo.example.com",
      when: "failure",
      topic: topicArn,
      sns: "https://sns.us-east-1.amazonaws.com",
      sts: "https://sts.eu-central-1.amazonaws.com",
    });
  });

  it("says where the last results are", () => {
    expect(settings({ when: "change" })).toEqual({
      server: "https://argo.example.com",
      when: "change",
      sts: "https://sts.eu-central-1.amazonaws.com",
      s3: "https://s3.eu-central-1.amazonaws.com",
      bucket: "test-argo-artifacts-123456789012",
      region: "eu-central-1",
    });
  });
});
