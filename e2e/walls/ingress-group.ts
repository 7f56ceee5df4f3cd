import type { Environment } from "../../config/environment";
import { type Attempt, passes } from "./attempt";

/** Namespace of a gateway that serves Argo's host. */
export const gatewayNamespace = "gateway";

/** The environment with an ingress group by name and a gateway, which production has none of. */
export function withIngressGroup(environment: Environment): Environment {
  const from = [{ namespace: gatewayNamespace }];
  return { ...environment, ingress: { ...environment.ingress, groupName: "argo", from } };
}

/** The rows about Argo's address where no group has a name: only the rules about that group and its class are gone. */
export function withoutGroup(attempts: readonly Attempt[]): Attempt[] {
  return attempts
    .filter(({ refused }) => refused?.policy === "ingress-host")
    .map((attempt) =>
      /^The ingress (group|class) /.test(attempt.refused?.sentence ?? "")
        ? passes(attempt.name, attempt.as, attempt.request)
        : attempt,
    );
}
