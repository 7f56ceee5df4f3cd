import type { Environment } from "../../../config/environment";
import type { ProviderShape } from "../../shared/login/provider-shape";

type Sso = NonNullable<Environment["login"]["sso"]>;

/** A product's way to tell groups, and what docs/guides/identity-provider.md says to set for it. */
interface Product {
  readonly shape: ProviderShape;
  readonly settings: readonly Partial<Sso>[];
}

/** From the documentation of each product, which the guide links. The lab's provider plays them. */
export const products: Readonly<Record<string, Product>> = {
  "Okta, the server of the organization": {
    // Its ID token has no groups next to an access token.
    shape: {
      path: "",
      userInfoPath: "/oauth2/v1/userinfo",
      scopes: ["groups", "email", "profile"],
      groups: { userInfo: ["groups"] },
    },
    settings: [{ userInfoPath: "/oauth2/v1/userinfo" }],
  },
  "Okta, a custom server": {
    shape: {
      path: "/oauth2/default",
      userInfoPath: "/v1/userinfo",
      scopes: ["groups", "email", "profile"],
      groups: { idToken: ["groups"], userInfo: ["groups"] },
    },
    settings: [{}],
  },
  "Entra ID": {
    shape: { path: "/tenant/v2.0", scopes: ["email", "profile"], groups: { idToken: ["groups"] } },
    settings: [{ scopes: ["email", "profile"] }],
  },
  "Entra ID with tokens of version 1": {
    shape: {
      path: "/tenant",
      ownName: "https://sts.example.com/tenant/",
      scopes: ["email", "profile"],
      groups: { idToken: ["groups"] },
    },
    settings: [{ scopes: ["email", "profile"], issuerAlias: "https://sts.example.com/tenant/" }],
  },
  GitLab: {
    shape: {
      path: "",
      userInfoPath: "/oauth/userinfo",
      scopes: ["email", "profile"],
      groups: { idToken: ["groups_direct"], userInfo: ["groups"] },
    },
    settings: [
      { scopes: ["email", "profile"], groupsClaim: "groups_direct" },
      { scopes: ["email", "profile"], userInfoPath: "/oauth/userinfo" },
    ],
  },
  Cognito: {
    shape: {
      path: "/eu-central-1_pool",
      scopes: ["email", "profile"],
      groups: { idToken: ["cognito:groups"] },
    },
    settings: [{ scopes: ["email", "profile"], groupsClaim: "cognito:groups" }],
  },
};
