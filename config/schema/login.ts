import { flag, list, oneOf, section, text, wholeNumber } from "./fields/basic";
import { ssoGroups } from "./fields/sso-groups";

/** Who may use Argo's server, and how they prove who they are. */
export const login = section({
  modes: list(
    oneOf(["sso", "client", "server"]),
    { min: 1, max: 3 },
    "must be a list of: sso, client, server",
  )
    .default(["client"])
    .describe(
      "How callers prove who they are. client: a Kubernetes token. sso: your identity provider. server: not at all",
    ),
  allowAnonymous: flag()
    .default(false)
    .describe(
      "Required for the mode server, together with an internal ingress: everyone acts as Argo's server",
    ),
  sso: section({
    issuer: text(
      /^https:\/\/[^\s?#]{4,250}$/,
      "must be the issuer URL of your identity provider, beginning with https://",
    ).describe("Issuer of your identity provider"),
    scopes: list(
      text(/^[\w:./-]{1,128}$/, "must be a scope such as groups"),
      { min: 1, max: 10 },
      "must be scopes",
    )
      .default(["groups", "email", "profile"])
      .describe("Scopes requested in addition to openid"),
    groupsClaim: text(/^[\w:./-]{1,128}$/, "must be the name of a claim such as groups")
      .default("groups")
      .describe("Claim that lists a person's groups"),
    sessionHours: wholeNumber(1, 720, "hours").default(10).describe("Hours until a person must log in again"),
    adminGroups: ssoGroups
      .default([])
      .describe("Groups that may do everything with workflows, in every namespace"),
    readerGroups: ssoGroups.default([]).describe("Groups that may look at workflows of every namespace"),
  })
    .optional()
    .describe(
      "Your identity provider; needed when modes has sso. Its client is read from the secret <env>/argo/sso",
    ),
})
  .prefault({})
  .describe("Who may use Argo's server");
