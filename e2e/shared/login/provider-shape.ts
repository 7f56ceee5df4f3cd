/** How a product names its issuer, and where it puts a person's groups. */
export interface ProviderShape {
  /** Path of the issuer under the provider's address, such as that of a user pool; empty if there is none. */
  readonly path: string;
  /** What the provider calls itself, if that isn't where it answers. */
  readonly ownName?: string;
  /** Path of its userinfo endpoint under the issuer. */
  readonly userInfoPath?: string;
  /** Scopes that it knows in addition to openid. */
  readonly scopes: readonly string[];
  /** Names of the claims with groups, in each place that has any. */
  readonly groups: { readonly idToken?: string[]; readonly userInfo?: string[] };
}

/** A provider that does what Argo expects by default. */
export const plainShape: ProviderShape = {
  path: "",
  scopes: ["groups", "email", "profile"],
  groups: { idToken: ["groups"], userInfo: ["groups"] },
};
