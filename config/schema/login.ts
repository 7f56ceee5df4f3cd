import { flag, list, oneOf, section, text, wholeNumber } from "./fields/basic";
import { ssoGroups } from "./fields/sso-groups";
import { httpsUrl } from "./fields/url";

/** Who can use Argo's server, and how they log in. */
export const login = section({
  modes: list(
    oneOf(["sso", "client", "server"]),
    { min: 1, max: 3 },
    "must be a list of login modes (sso, client, server)",
  )
    .default(["client"])
    .describe(
      "How callers log in. client: with a Kubernetes token. sso: at your identity provider. server: not at all",
    ),
  allowAnonymous: flag()
    .default(false)
    .describe(
      "Required for the mode server: everyone who reaches Argo's server acts with its permissions. Refused if the ingress is internet-facing",
    ),
  sso: section({
    issuer: httpsUrl("must be a URL that begins with https:// and has no query", {
      without: "?#",
      longest: 250,
    }).describe("Issuer URL of your identity provider"),
    scopes: list(
      text(/^[\w:./-]{1,128}$/, "must be a scope such as groups"),
      { min: 1, max: 10 },
      "must be a list of scopes",
    )
      .default(["groups", "email", "profile"])
      .describe("Scopes to request in addition to openid"),
    groupsClaim: text(/^[\w:./-]{1,128}$/, "must be the name of a claim such as groups")
      .default("groups")
      .describe("Claim that lists a person's groups"),
    sessionHours: wholeNumber(1, 720, "hours").default(10).describe("Hours until a person must log in again"),
    adminGroups: ssoGroups
      .default([])
      .describe("Groups whose members can do everything with workflows, in every namespace"),
    readerGroups: ssoGroups
      .default([])
      .describe("Groups whose members can view the workflows, logs and artifacts of every team"),
  })
    .optional()
    .describe(
      "Your identity provider. Required if modes has sso. The client ID and secret come from <env>/argo/sso in AWS Secrets Manager",
    ),
})
  .prefault({})
  .describe("Who can use Argo's server, and how they log in");
