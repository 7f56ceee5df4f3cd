import { complaints, edited, type Edits } from "../../fixtures/environment-file";

/** The problems of the complete file after some edits. */
const complaintsWith = (edits: Edits) => complaints(edited(edits));

describe("cluster", () => {
  const on = { "archive.enabled": "true" };

  it("requires a security group while the archive is enabled", () => {
    const none = { "cluster.securityGroupIds": "[]" };
    expect(complaintsWith({ ...on, "cluster.securityGroupIds": "[sg-0123abcd]" })).toEqual([]);
    expect(complaintsWith({ ...on, ...none })).toEqual([
      "cluster.securityGroupIds: a list must name the nodes' security groups while archive.enabled is true, or Argo can't reach the database",
    ]);
    expect(complaintsWith(none)).toEqual([]);
  });

  it("requires an OIDC provider for irsa, not for pod-identity", () => {
    const none = {
      "cluster.oidcProvider": undefined,
      login: undefined,
      "targets.shop.requires": undefined,
      "teams.backend.groups": undefined,
    };
    expect(complaintsWith({ ...none, "cluster.identity": "pod-identity" })).toEqual([]);
    const message = "cluster.oidcProvider: missing; must be set while cluster.identity is irsa";
    expect(complaintsWith({ ...none, "cluster.identity": "irsa" })).toEqual([message]);
    expect(complaintsWith({ ...none, "cluster.identity": undefined })).toEqual([message]);
  });

  it("requires an OIDC provider for External Secrets, whatever the identity", () => {
    const none = {
      "cluster.oidcProvider": undefined,
      "cluster.identity": "pod-identity",
      "targets.shop.requires": undefined,
    };
    const message =
      "cluster.oidcProvider: missing; must be set while archive.enabled is true, login.sso is set, or a team has secrets or a githubApp: External Secrets logs in with a service account's token";
    const noLogin = { login: undefined, "teams.backend.groups": undefined };
    expect(complaintsWith({ ...none, ...noLogin })).toEqual([]);
    expect(complaintsWith({ ...none, ...noLogin, ...on })).toEqual([message]);
    expect(complaintsWith(none)).toEqual([message]);
  });

  it("requires a service range with the addresses of the API server and DNS", () => {
    expect(complaintsWith({ "cluster.serviceCidr": "10.100.0.0/28" })).toEqual([]);
    expect(complaintsWith({ "cluster.serviceCidr": "10.100.0.0/29" })).toEqual([
      'cluster.serviceCidr: "10.100.0.0/29" must have at least 16 addresses, such as 172.20.0.0/16',
    ]);
  });
});

describe("cluster in the complete file", () => {
  it.each([
    [
      "the issuer of a cluster in another region",
      { "cluster.oidcProvider": "oidc.eks.us-east-1.amazonaws.com/id/A" },
      'cluster.oidcProvider: "oidc.eks.us-east-1.amazonaws.com/id/A" is the issuer of a cluster in us-east-1, but region is eu-central-1',
    ],
    [
      "a service range that is too wide",
      { "cluster.serviceCidr": "0.0.0.0/0" },
      'cluster.serviceCidr: "0.0.0.0/0" must be a range from /12 to /28, such as 172.20.0.0/16',
    ],
  ])("is refused for %s", (_, edits, complaint) => {
    expect(complaints(edited(edits))).toEqual([complaint]);
  });
});
