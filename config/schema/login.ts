import { flag, list, oneOf, section, text, wholeNumber } from "./fields/basic";
import { certificates } from "./fields/certificates";
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
    issuerAlias: httpsUrl("must be a URL that begins with https:// and has no query", {
      without: "?#",
      longest: 250,
    })
      .optional()
      .describe(
        "The issuer in the provider's tokens, if it differs from the URL at which the provider is found. Default: issuer",
      ),
    rootCA: certificates
      .optional()
      .describe(
        "Certificates of the authorities that sign the provider's certificate, in PEM. Public authorities stay accepted. " +
          "Default: none but those",
      ),
    scopes: list(
      text(/^[\w:./-]{1,128}$/, "must be a scope such as groups"),
      { min: 1, max: 10 },
      "must be a list of scopes",
    )
      .default(["groups", "email", "profile"])
      .describe("Scopes to request in addition to openid"),
    groupsClaim: text(/^[\w:./-]{1,128}$/, "must be the name of a claim such as groups")
      .default("groups")
      .describe("Claim of the ID token that lists a person's groups"),
    userInfoPath: text(
      /^(?=.{2,250}$)(\/[\w.~-]+)+$/,
      "must be a path such as /oauth2/v1/userinfo, without a slash at its end",
    )
      .optional()
      .describe(
        "Path after issuer at which Argo asks for the claim groups. Needed if the ID token lacks it. Default: Argo reads " +
          "the ID token",
      ),
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
