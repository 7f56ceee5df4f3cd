import { complaints, complaintsOf, edited } from "../../fixtures/environment-file";
import { environment } from "../../fixtures/synthesis";

/** The problems of the smallest file after some changes. */
const complaintsWith = (changes: Record<string, unknown>) => complaintsOf(() => environment(changes));

const certificateArn =
  "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
const sso = { issuer: "https://login.example.com", adminGroups: ["platform"] };
const acl = (start: string) => `${start}:regional/webacl/argo/00000000-0000-0000-0000-000000000000`;

describe("ingress", () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      "an internet-facing load balancer without SSO",
      {
        ingress: { enabled: true, scheme: "internet-facing", inboundCidrs: ["192.0.2.0/24"] },
        certificateArn,
      },
      ['ingress.scheme: "internet-facing" must be internal unless login.modes has sso'],
    ],
    [
      "an internet-facing load balancer for every address without a web ACL",
      {
        login: { modes: ["sso"], sso },
        ingress: { enabled: true, scheme: "internet-facing" },
        certificateArn,
      },
      [
        "ingress.inboundCidrs: missing; must name the address ranges that can call while ingress.scheme is internet-facing; or set ingress.wafAclArn",
      ],
    ],
    [
      "a web ACL in another region",
      { ingress: { enabled: true, wafAclArn: acl("arn:aws:wafv2:us-east-1:123456789012") }, certificateArn },
      [
        `ingress.wafAclArn: "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/argo/00000000-0000-0000... is a web ACL in us-east-1; a load balancer in eu-central-1 needs one in eu-central-1`,
      ],
    ],
    [
      "a web ACL in another partition",
      {
        ingress: { enabled: true, wafAclArn: acl("arn:aws-cn:wafv2:cn-north-1:123456789012") },
        certificateArn,
      },
      [
        `ingress.wafAclArn: "arn:aws-cn:wafv2:cn-north-1:123456789012:regional/webacl/argo/00000000-0000-... is in partition aws-cn, but region eu-central-1 is in aws`,
      ],
    ],
    [
      "a web ACL in another account",
      {
        ingress: { enabled: true, wafAclArn: acl("arn:aws:wafv2:eu-central-1:999999999999") },
        certificateArn,
      },
      [
        `ingress.wafAclArn: "arn:aws:wafv2:eu-central-1:999999999999:regional/webacl/argo/00000000-0000-0... belongs to account 999999999999, but the account of the environment is 123456789012`,
      ],
    ],
  ])("refuses %s", (_, changes, expected) => {
    expect(complaintsWith(changes).sort()).toEqual([...expected].sort());
  });
});

describe("ingress in the complete file", () => {
  it("is refused for the state's bucket for access logs", () => {
    expect(complaints(edited({ "ingress.accessLogBucket": "example-terraform-state" }))).toEqual([
      'ingress.accessLogBucket: "example-terraform-state" is the bucket of the Terraform state; name a bucket that only has logs of load balancers',
    ]);
  });
});
