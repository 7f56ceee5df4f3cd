import { EnvironmentFileError } from "../../../config/load";
import { fullFile } from "../../fixtures/full-environment";
import { environment } from "../../fixtures/synthesis";

/** What is wrong with an environment file, without the place of each line. */
function problems(changes: Record<string, unknown>): string[] {
  try {
    environment(changes);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentFileError)) throw error;
    return error.problems.map((line) => line.replace(/^\S+ /, ""));
  }
}

const certificateArn =
  "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
const sso = { issuer: "https://login.example.com", adminGroups: ["platform"] };
const acl = (start: string) => `${start}:regional/webacl/argo/00000000-0000-0000-0000-000000000000`;

describe("Rules of the workflows stack", () => {
  it("accept everything turned on", () => expect(problems(fullFile)).toEqual([]));

  it("accept no login at all inside a network, if somebody says so", () =>
    expect(
      problems({
        login: { modes: ["server"], allowAnonymous: true },
        ingress: { enabled: true },
        certificateArn,
      }),
    ).toEqual([]));

  it.each<[string, Record<string, unknown>, string[]]>([
    [
      "no login without a word",
      { login: { modes: ["server"] } },
      ['login.modes[0]: "server" means no login at all; set login.allowAnonymous: true if you want that'],
    ],
    [
      "no login on the internet",
      {
        login: { modes: ["server"], allowAnonymous: true },
        ingress: { enabled: true, scheme: "internet-facing", inboundCidrs: ["192.0.2.0/24"] },
        certificateArn,
      },
      [
        'login.modes[0]: "server" means no login at all, and ingress.scheme is internet-facing: anyone could run anything',
        'ingress.scheme: "internet-facing" must be internal unless login.modes has sso',
      ],
    ],
    [
      "a login that no login undoes",
      { login: { modes: ["client", "server"], allowAnonymous: true } },
      [
        'login.modes[1]: "server" must be the only mode: with it, Argo accepts calls without a login, whatever else is listed',
      ],
    ],
    [
      "a word that allows nothing",
      { login: { allowAnonymous: true } },
      ["login.allowAnonymous: true has no effect while login.modes lacks server; remove it"],
    ],
    [
      "sso without an identity provider",
      { login: { modes: ["sso"] }, ingress: { enabled: true }, certificateArn },
      ["login.sso: missing; must be set while login.modes has sso"],
    ],
    [
      "an identity provider that nobody asks",
      { login: { modes: ["client"], sso } },
      ["login.modes: a list lacks sso although login.sso is set; add sso, or remove login.sso"],
    ],
    [
      "sso that lets nobody in",
      {
        login: { modes: ["sso"], sso: { issuer: "https://login.example.com" } },
        ingress: { enabled: true },
        certificateArn,
        teams: { data: {} },
      },
      ["login.sso: a map lets nobody log in; name groups in adminGroups, readerGroups or a team's groups"],
    ],
    [
      "an ingress without a certificate",
      { ingress: { enabled: true } },
      [
        "certificateArn: missing; must be set while ingress.enabled is true: the load balancer accepts only HTTPS",
      ],
    ],
    [
      "the internet with tokens alone",
      {
        ingress: { enabled: true, scheme: "internet-facing", inboundCidrs: ["192.0.2.0/24"] },
        certificateArn,
      },
      ['ingress.scheme: "internet-facing" must be internal unless login.modes has sso'],
    ],
    [
      "the whole internet without a web ACL",
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
      "a web ACL of another region",
      { ingress: { enabled: false, wafAclArn: acl("arn:aws:wafv2:us-east-1:123456789012") } },
      [
        `ingress.wafAclArn: "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/argo/00000000-0000-0000... is a web ACL in us-east-1; a load balancer in eu-central-1 needs one in eu-central-1`,
      ],
    ],
    [
      "a web ACL of another partition",
      { ingress: { enabled: false, wafAclArn: acl("arn:aws-cn:wafv2:cn-north-1:123456789012") } },
      [
        `ingress.wafAclArn: "arn:aws-cn:wafv2:cn-north-1:123456789012:regional/webacl/argo/00000000-0000-... is in partition aws-cn, but region eu-central-1 is in aws`,
      ],
    ],
    [
      "a web ACL of another account",
      { ingress: { enabled: false, wafAclArn: acl("arn:aws:wafv2:eu-central-1:999999999999") } },
      [
        `ingress.wafAclArn: "arn:aws:wafv2:eu-central-1:999999999999:regional/webacl/argo/00000000-0000-0... belongs to account 999999999999, but the account of the environment is 123456789012`,
      ],
    ],
    [
      "a login to an archive that isn't there",
      { archive: { enabled: false, login: "iam" } },
      ['archive.login: "iam" has no effect while archive.enabled is false; remove it'],
    ],
    [
      "secrets that External Secrets can't log in for",
      { archive: { enabled: true }, cluster: { identity: "pod-identity", oidcProvider: undefined } },
      [
        "cluster.oidcProvider: missing; must be set while archive.enabled is true or login.sso is set: External Secrets logs in with a service account's token",
      ],
    ],
  ])("refuse %s", (_, changes, expected) => {
    expect(problems(changes).sort()).toEqual([...expected].sort());
  });

  it("say nothing about a section that is wrong itself", () =>
    expect(problems({ ingress: { enabled: true }, certificateArn: "x" })).toEqual([
      expect.stringMatching(/^certificateArn: "x" must be an ARN/),
    ]));
});
