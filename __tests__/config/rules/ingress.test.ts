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

describe("ingress.from", () => {
  const teams = { web: {} };
  const entries = (from: unknown[], more: Record<string, unknown> = {}) =>
    complaintsWith({ ingress: { enabled: false, from }, teams, ...more });

  it("opens the server to a gateway, with and without a load balancer", () => {
    const from = [{ namespace: "gateway" }, { namespace: "kube-system", podLabels: { app: "traefik" } }];
    expect(entries(from)).toEqual([]);
    expect(complaintsWith({ ingress: { enabled: true, from }, certificateArn })).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      "Argo itself",
      { namespace: "argo" },
      'namespace: "argo" belongs to Argo itself; name the namespace of your gateway',
    ],
    [
      "pods of workflows",
      { namespace: "team-web" },
      'namespace: "team-web" belongs to team web; name the namespace of your gateway',
    ],
    [
      "all programs of the cluster",
      { namespace: "kube-system" },
      `namespace: "kube-system" has many programs; name the gateway's pods with podLabels`,
    ],
    [
      "everything without a namespace of its own",
      { namespace: "default", podLabels: {} },
      `namespace: "default" has many programs; name the gateway's pods with podLabels`,
    ],
  ])("is refused for %s", (_, entry, complaint) => {
    expect(entries([entry])).toEqual([`ingress.from[0].${complaint}`]);
  });

  it("is refused for Backstage, which can call already", () => {
    expect(entries([{ namespace: "backstage" }], { backstage: { enabled: true } })).toEqual([
      `ingress.from[0].namespace: "backstage" has no effect: Backstage's pods can call the server already; remove it`,
    ]);
  });

  it("is refused for a server without a login", () => {
    expect(
      entries([{ namespace: "gateway" }], { login: { modes: ["server"], allowAnonymous: true } }),
    ).toEqual([
      'login.modes[0]: "server" means no login at all, and ingress.from opens the server to a gateway: remove one of them',
    ]);
  });
});

describe("ingress in the complete file", () => {
  it("is refused for a class next to a group, which has its own", () => {
    expect(complaints(edited({ "ingress.className": "internal-alb" }))).toEqual([
      'ingress.className: "internal-alb" has no effect while ingress.groupName is set: the group has a class of its own; remove one',
    ]);
  });

  it("is refused for the state's bucket for access logs", () => {
    expect(complaints(edited({ "ingress.accessLogBucket": "example-terraform-state" }))).toEqual([
      'ingress.accessLogBucket: "example-terraform-state" is the bucket of the Terraform state; name a bucket that only has logs of load balancers',
    ]);
  });
});
