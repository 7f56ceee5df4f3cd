import type { Manifest } from "./manifests";
import type { ServiceAccountRef } from "./service-account";

/**
 * A Secret that Kubernetes fills with a token of a service account. Deliver it through `Manifests`: Terraform would read
 * a typed resource back into the state, with the token.
 */
export function tokenSecret(
  { namespace, name: account }: ServiceAccountRef,
  {
    name,
    labels,
    annotations,
  }: {
    readonly name: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  },
): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name,
      namespace,
      ...(labels && { labels }),
      annotations: { ...annotations, "kubernetes.io/service-account.name": account },
    },
    type: "kubernetes.io/service-account-token",
  };
}
