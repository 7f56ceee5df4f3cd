import { list, map, text } from "./cel";
import { podChanged, podRequests, podVariables } from "./pods";
import type { Policy } from "./policy";

export interface ImagesProps {
  /** The AWS account whose registry the nodes may read. */
  readonly account: string;
  /** Repositories of each workflow namespace: the team's, and those that it pulls from. */
  readonly repositories: readonly { readonly namespace: string; readonly names: readonly string[] }[];
  /** Repositories of Argo and of the library's tools in the account's registry; for every namespace. */
  readonly shared: readonly string[];
  /** First parts of repositories that mirror public images, with the slash at the end; for every namespace. */
  readonly mirrors: readonly string[];
}

/**
 * Nodes may pull every image of the account's registry. Pods of a workflow namespace get those of the team and those
 * that are for everybody; images of other registries, and of other accounts, are as open as they are.
 */
export function images({ account, repositories, shared, mirrors }: ImagesProps): Policy {
  const own = map(repositories.map(({ namespace, names }) => [namespace, ["", ...names, ""].join("|")]));
  const host = "r.lowerAscii().split('/')[0]";
  // Without host, tag and digest.
  const repository = "r.substring(r.indexOf('/') + 1).split('@')[0].split(':')[0]";
  return {
    name: "images",
    namespaces: repositories.map(({ namespace }) => namespace),
    resources: podRequests,
    conditions: [podChanged],
    variables: [
      ...podVariables,
      { name: "own", expression: `${own}[?request.namespace].orValue('')` },
      { name: "shared", expression: list(shared) },
      { name: "mirrors", expression: list(mirrors) },
      {
        name: "images",
        expression:
          "variables.containers.map(c, c.?image.orValue('')) + " +
          "variables.spec.?volumes.orValue([]).filter(v, has(v.image)).map(v, v.image.?reference.orValue(''))",
      },
      // Every form of the host begins so: dkr.ecr, dkr-ecr, their FIPS and dual-stack ones, in every region.
      {
        name: "judged",
        expression:
          `variables.images.filter(r, r.contains('/') && ${host}.startsWith(${text(`${account}.dkr`)}))` +
          `.map(r, ${repository})`,
      },
    ],
    validations: [
      {
        expression:
          "variables.judged.all(r, variables.own.contains('|' + r + '|') || r in variables.shared || " +
          "variables.mirrors.exists(m, r.startsWith(m)))",
        message:
          "A container or an image volume names an image of the account's registry that is not the team's. Use a repository that the environment file lists for the team.",
      },
      {
        expression: "variables.images.all(r, !r.lowerAscii().startsWith('sha256:'))",
        message:
          "An image is named by its digest alone. Name its repository as well: registry/repository@sha256:...",
      },
    ],
  };
}
