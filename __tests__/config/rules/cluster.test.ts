import { complaints, edited, type Edits } from "../../fixtures/environment-file";

/** What the author of a complete file is told after some edits. */
const told = (edits: Edits) => complaints(edited(edits));

describe("cluster", () => {
  const on = { "archive.enabled": "true" };

  it("requires a security group while the archive is enabled", () => {
    const none = { "cluster.securityGroupIds": "[]" };
    expect(told({ ...on, "cluster.securityGroupIds": "[sg-0123abcd]" })).toEqual([]);
    expect(told({ ...on, ...none })).toEqual([
      "cluster.securityGroupIds: a list must name the nodes' security groups while archive.enabled is true, or Argo can't reach the database",
    ]);
    expect(told(none)).toEqual([]);
  });

  it("requires an OIDC provider for irsa, not for pod-identity", () => {
    const none = { "cluster.oidcProvider": undefined, login: undefined, "teams.backend.groups": undefined };
    expect(told({ ...none, "cluster.identity": "pod-identity" })).toEqual([]);
    const message = "cluster.oidcProvider: missing; must be set while cluster.identity is irsa";
    expect(told({ ...none, "cluster.identity": "irsa" })).toEqual([message]);
    expect(told({ ...none, "cluster.identity": undefined })).toEqual([message]);
  });

  it("requires an OIDC provider for External Secrets, whatever the identity", () => {
    const none = { "cluster.oidcProvider": undefined, "cluster.identity": "pod-identity" };
    const message =
      "cluster.oidcProvider: missing; must be set while archive.enabled is true or login.sso is set: External Secrets logs in with a service account's token";
    const noLogin = { login: undefined, "teams.backend.groups": undefined };
    expect(told({ ...none, ...noLogin })).toEqual([]);
    expect(told({ ...none, ...noLogin, ...on })).toEqual([message]);
    expect(told(none)).toEqual([message]);
  });

  it("requires a service range with the addresses of the API server and DNS", () => {
    expect(told({ "cluster.serviceCidr": "10.100.0.0/28" })).toEqual([]);
    expect(told({ "cluster.serviceCidr": "10.100.0.0/29" })).toEqual([
      'cluster.serviceCidr: "10.100.0.0/29" must have at least 16 addresses, such as 172.20.0.0/16',
    ]);
  });
});
