import { complaints, edited, type Edits } from "../../fixtures/environment-file";

/** The problems of the complete file after some edits. */
const complaintsWith = (edits: Edits) => complaints(edited(edits));

describe("certificateArn", () => {
  it("must be in the region of the environment", () => {
    const arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-1111-1111-111111111111";
    expect(complaintsWith({ certificateArn: arn })).toEqual([
      `certificateArn: "${arn.slice(0, 76)}... is a certificate in us-east-1; a load balancer in eu-central-1 needs one in eu-central-1`,
    ]);
  });

  it("must be in the account of the environment", () => {
    const arn = "arn:aws:acm:eu-central-1:999999999999:certificate/11111111-1111-1111-1111-111111111111";
    expect(complaintsWith({ certificateArn: arn })).toEqual([
      `certificateArn: "${arn.slice(0, 76)}... belongs to account 999999999999, but the account of the environment is 123456789012`,
    ]);
  });

  it("is required while there is an ingress", () => {
    expect(complaintsWith({ certificateArn: undefined })).toEqual([
      "certificateArn: missing; must be set while ingress.enabled is true: the load balancer accepts only HTTPS",
    ]);
    expect(complaintsWith({ certificateArn: undefined, ingress: "{ enabled: false }" })).toEqual([]);
  });

  it("is not reported twice if its value is wrong", () => {
    expect(complaintsWith({ certificateArn: "x" })).toEqual([
      expect.stringMatching(/^certificateArn: "x" must be an ARN/),
    ]);
  });
});
