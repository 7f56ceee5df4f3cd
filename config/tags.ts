import type { Environment } from "./environment";

/** Tags that every AWS resource gets, in addition to those of the environment file, which can replace `Repository`. */
export function ownTags({ name, tags }: Pick<Environment, "name" | "tags">) {
  return {
    Environment: name,
    Application: "argo-workflows",
    ManagedBy: "terraform",
    Repository: tags["Repository"] ?? "aws-argo-infra",
  };
}

/** Keys of those tags. */
export const ownTagKeys: readonly string[] = Object.keys(ownTags({ name: "", tags: {} }));

/** The one that the environment file can replace. */
export const replaceableTag = "Repository";
