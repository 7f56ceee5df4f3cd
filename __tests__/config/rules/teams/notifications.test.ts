import { complaints, edited } from "../../../fixtures/environment-file";

const complaintsWith = (notifications: string) =>
  complaints(edited({ teams: `{ a: { notifications: { ${notifications} } } }` }));

describe("notifications", () => {
  it("take a topic of any account, in the partition of the environment", () => {
    expect(complaintsWith("topicArn: arn:aws:sns:us-east-1:999999999999:builds")).toEqual([]);
    expect(complaintsWith("topicArn: arn:aws-cn:sns:cn-north-1:123456789012:builds")).toEqual([
      expect.stringMatching(
        /^teams\.a\.notifications\.topicArn: .* is in partition aws-cn, but region eu-central-1 is in aws$/,
      ),
    ]);
  });
});
