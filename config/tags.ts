import type { Environment } from "./environment";

/** Tags that the project sets on every AWS resource, in addition to those of the environment file. */
export function ownTags({ name }: Pick<Environment, "name">) {
  return {
    Environment: name,
    Application: "argo-workflows",
    ManagedBy: "terraform",
    Repository: "aws-argo-infra",
  };
}

/** Keys of those tags. An environment file can't use them. */
export const ownTagKeys: readonly string[] = Object.keys(ownTags({ name: "" }));
