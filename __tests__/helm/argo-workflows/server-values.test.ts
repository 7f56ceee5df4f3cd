import { certificate } from "../../fixtures/certificate";
import { at, valuesOf } from "../../fixtures/chart-values";
import { fullEnvironment } from "../../fixtures/full-environment";
import { environment } from "../../fixtures/synthesis";

const server = (changes: Record<string, unknown>) =>
  at(valuesOf(environment(changes)), "server") as Record<string, unknown>;
const always = [
  { name: "POD_NAMES", value: "v1" },
  ...["FIRST_TIME_USER_MODAL", "FEEDBACK_MODAL", "NEW_VERSION_MODAL"].map((name) => ({
    name,
    value: "false",
  })),
];

describe("serverValues", () => {
  it("requires a Kubernetes token from every caller by default", () =>
    expect(server({})).toMatchObject({ authModes: ["client"], secure: false }));

  it("omits the chart's permission to read every Secret", () =>
    expect(server({}).rbac).toEqual({ create: false }));

  it("omits SSO without an identity provider", () => {
    expect(server({})).not.toHaveProperty("sso");
    expect(server({}).extraEnv).toEqual(always);
  });

  it("logs people in through the identity provider, and keeps only groups that decide something", () => {
    const values = at(valuesOf(fullEnvironment()), "server");
    expect(values).toMatchObject({ authModes: ["sso", "client"] });
    expect(at(values, "sso")).toEqual({
      enabled: true,
      issuer: "https://login.example.com",
      issuerAlias: "https://sts.example.com/",
      rootCA: certificate,
      clientId: { name: "argo-server-sso", key: "client-id" },
      clientSecret: { name: "argo-server-sso", key: "client-secret" },
      redirectUrl: "https://argo.example.com/oauth2/callback",
      scopes: ["groups", "email", "profile"],
      sessionExpiry: "10h",
      rbac: { enabled: true },
      userInfoPath: "/userinfo",
      filterGroupsRegex: ["^audit \\(all\\)$", "^backend-developers$", "^platform$"],
    });
    expect(at(values, "extraEnv")).toEqual([
      ...always,
      { name: "SSO_DELEGATE_RBAC_TO_NAMESPACE", value: "true" },
    ]);
  });

  it("names a claim for the groups only if it isn't Argo's own", () => {
    const sso = (groupsClaim: string) =>
      at(
        valuesOf(fullEnvironment({ login: { sso: { issuer: "https://a.example.com", groupsClaim } } })),
        "server.sso",
      );
    expect(sso("cognito:groups")).toMatchObject({ customGroupClaimName: "cognito:groups" });
    expect(sso("groups")).not.toHaveProperty("customGroupClaimName");
  });
});
