import { parseEntityRef } from "@backstage/catalog-model";

/**
 * The claim that Argo's login has for a person who signed in to Backstage, as Argo's server writes it in a label, but in
 * lower case: Backstage's references are. The name alone is a preferred username or a subject; with a domain, it is an
 * email address.
 * @param ref entity reference from the person's sign-in, such as user:default/jane
 * @param domain of the email addresses, if Argo's login names people by these
 */
export function loginClaim(ref: string, domain: string | undefined): string {
  const { name } = parseEntityRef(ref, { defaultKind: "user", defaultNamespace: "default" });
  return claimLabel(domain === undefined ? name : `${name}@${domain}`);
}

/** Argo keeps the end of a long value (argo-workflows: workflow/creator). */
function claimLabel(claim: string): string {
  return claim
    .toLowerCase()
    .replace("@", ".at.")
    .replace(/[^a-z0-9._-]/g, "-")
    .slice(-63)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
}
