import { certificate } from "../../fixtures/certificate";
import { complaints, complaintsOf, edited } from "../../fixtures/environment-file";
import { environment } from "../../fixtures/synthesis";

/** The problems of the smallest file after some changes. */
const complaintsWith = (changes: Record<string, unknown>) => complaintsOf(() => environment(changes));

const certificateArn =
  "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
const sso = { issuer: "https://login.example.com", adminGroups: ["platform"] };

describe("login", () => {
  it("accepts the mode server inside a network, with allowAnonymous", () =>
    expect(
      complaintsWith({
        login: { modes: ["server"], allowAnonymous: true },
        ingress: { enabled: true },
        certificateArn,
      }),
    ).toEqual([]));

  it.each<[string, Record<string, unknown>, string[]]>([
    [
      "mode server without allowAnonymous",
      { login: { modes: ["server"] } },
      ['login.modes[0]: "server" means no login at all; set login.allowAnonymous: true if you want that'],
    ],
    [
      "mode server on the internet",
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
      "another mode next to server",
      { login: { modes: ["client", "server"], allowAnonymous: true } },
      [
        'login.modes[1]: "server" must be the only mode: with it, Argo accepts calls without a login, whatever else is listed',
      ],
    ],
    [
      "allowAnonymous without the mode server",
      { login: { allowAnonymous: true } },
      ["login.allowAnonymous: true has no effect while login.modes lacks server; remove it"],
    ],
    [
      "mode sso without an identity provider",
      { login: { modes: ["sso"] }, ingress: { enabled: true }, certificateArn },
      ["login.sso: missing; must be set while login.modes has sso"],
    ],
    [
      "an identity provider without the mode sso",
      { login: { modes: ["client"], sso } },
      ["login.modes: a list lacks sso although login.sso is set; add sso, or remove login.sso"],
    ],
    [
      "SSO that lets nobody log in",
      {
        login: { modes: ["sso"], sso: { issuer: "https://login.example.com" } },
        ingress: { enabled: true },
        certificateArn,
        teams: { data: {} },
      },
      ["login.sso: a map lets nobody log in; name groups in adminGroups, readerGroups or a team's groups"],
    ],
  ])("refuses %s", (_, changes, expected) => {
    expect(complaintsWith(changes).sort()).toEqual([...expected].sort());
  });
});

describe("login in the complete file", () => {
  it.each([
    [
      "an issuer with the path of its discovery document",
      { "login.sso.issuer": "https://a.example.com/x/.well-known/openid-configuration" },
      'login.sso.issuer: "https://a.example.com/x/.well-known/openid-configuration" ends in /.well-known/openid-configuration, which Argo adds itself; remove that',
    ],
    [
      "user information in a URL",
      { "login.sso.issuer": "https://login.example.com@evil.example/" },
      'login.sso.issuer: "https://login.example.com@evil.example/" has a host that isn\'t what it looks like; must be a URL that begins with https:// and has no query',
    ],
    [
      "a letter that looks like another",
      { "login.sso.issuer": '"https://login.ex\\u0430mple.com"' },
      'login.sso.issuer: "https://login.ex\\u0430mple.com" must be a URL that begins with https:// and has no query',
    ],
    [
      "an alias that is the issuer",
      { "login.sso.issuerAlias": "https://login.example.com" },
      'login.sso.issuerAlias: "https://login.example.com" is the same as issuer; remove it',
    ],
    [
      "a claim that Argo doesn't read at the userinfo endpoint",
      { "login.sso.userInfoPath": "/userinfo", "login.sso.groupsClaim": "roles" },
      'login.sso.groupsClaim: "roles" has no effect while userInfoPath is set: Argo reads groups there; remove one of them',
    ],
    [
      "a userinfo path after a slash",
      { "login.sso.userInfoPath": "/userinfo", "login.sso.issuer": "https://login.example.com/" },
      'login.sso.userInfoPath: "/userinfo" can\'t follow an issuer that ends in a slash: Argo would ask at a path with two',
    ],
    [
      "a group in both lists",
      { "login.sso.readerGroups": "[platform]" },
      'login.sso.readerGroups[0]: "platform" is in adminGroups too; keep one of them',
    ],
  ])("is refused for %s", (_, edits, complaint) => {
    expect(complaints(edited(edits))).toEqual([complaint]);
  });

  it("is refused if its authorities are more than 64 KiB", () => {
    const rootCA = JSON.stringify(certificate.repeat(200));
    expect(complaints(edited({ "login.sso.rootCA": rootCA }))).toEqual([
      expect.stringMatching(/must be certificates of authorities in PEM, .* at most 64 KiB/),
    ]);
  });

  it("is refused if its groups don't fit into an annotation", () => {
    const groups = (team: number) =>
      Array.from({ length: 20 }, (_, index) => `g${team}-${index}-${"x".repeat(230)}`);
    const teams = Array.from(
      { length: 60 },
      (_, team) => `t${team}: { groups: [${groups(team).join(", ")}] }`,
    );
    expect(complaints(edited({ teams: `{ ${teams.join(", ")} }` }))).toEqual([
      expect.stringMatching(/^teams: a map with groups that take \d+ bytes in an annotation of Kubernetes/),
    ]);
  });
});
