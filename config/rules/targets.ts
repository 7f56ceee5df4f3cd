import { deployableByLabel } from "../annotations";
import { approverGroups, controlPlaneNamespaces, deployTarget } from "../values/deploy-target";
import type { Draft, Violation } from "./violation";

export function targetsRules(draft: Draft): Violation[] {
  return [
    ...targetEntries(draft),
    ...requirements(draft),
    ...signers(draft),
    ...cacheWriters(draft),
    ...sameApprovers(draft),
    ...ownersLabels(draft),
  ];
}

function targetEntries({ targets = {} }: Draft): Violation[] {
  const owners = new Map<string, string>();
  return Object.entries(targets).flatMap(([name, target]) => {
    const namespace = target.namespace ?? name;
    const path = ["targets", name];
    const where = [...path, ...(target.namespace === undefined ? [] : ["namespace"])];
    const owner = owners.get(namespace);
    owners.set(namespace, owner ?? name);
    const found: Violation[] = [];
    if (owner !== undefined)
      found.push({ path: where, message: `leads to namespace ${namespace}, like target ${owner}; keep one` });
    if (target.controlPlane && !controlPlaneNamespaces.includes(namespace)) {
      const message = `has no effect: ${namespace} is none of ${controlPlaneNamespaces.join(", ")}; remove it`;
      found.push({ path: [...path, "controlPlane"], message });
    }
    return found;
  });
}

/** What can be required: signatures are of one image, and Argo's server knows people by SSO only. */
function requirements({ targets = {}, login }: Draft): Violation[] {
  return Object.entries(targets).flatMap(([name, { allows, requires }]) => {
    const path = ["targets", name, "requires"];
    const found: Violation[] = [];
    const other = allows.find((each) => each !== "rollouts");
    if (requires.signature && other !== undefined) {
      const message = `has no meaning for ${other}, which name no image; set allows: [rollouts], or remove it`;
      found.push({ path: [...path, "signature"], message });
    }
    if (requires.builtFrom && !requires.signature) {
      const message = `needs a signature, which proves it; set targets.${name}.requires.signature: true`;
      found.push({ path: [...path, "builtFrom"], message });
    }
    if (requires.approval && login && !login.modes.includes("sso")) {
      const message = "needs people who log in; add sso to login.modes";
      found.push({ path: [...path, "approval"], message });
    }
    return found;
  });
}

/** The gate accepts what the team's own key signed. */
function signers({ targets = {}, teams = {} }: Draft): Violation[] {
  return Object.entries(teams).flatMap(([name, { deployTo, repositories, signing }]) => {
    if (repositories.length > 0 && signing.enabled !== false) return [];
    const key =
      repositories.length === 0 ? "list the team's ECR repositories" : "remove signing.enabled: false";
    return deployTo.flatMap((entry, index) => {
      if (!deployTarget(entry, targets).requires.signature) return [];
      const message =
        `requires images that the team has signed, but it has no signing key; ${key}, ` +
        `or remove targets.${entry}.requires.signature`;
      return [{ path: ["teams", name, "deployTo", index], message }];
    });
  });
}

/** An accepted image contains layers of the team's cache, whose writers must be as accepted as what it is built from. */
function cacheWriters({ targets = {}, teams = {} }: Draft): Violation[] {
  return Object.entries(teams).flatMap(([name, { deployTo, trustedRevisions }]) =>
    deployTo.flatMap((entry, index) => {
      const { builtFrom } = deployTarget(entry, targets).requires;
      if (!builtFrom) return [];
      const accepted = builtFrom.map(withoutSuffix);
      return Object.keys(trustedRevisions)
        .filter((repository) => !accepted.includes(withoutSuffix(repository)))
        .map((repository) => ({
          path: ["teams", name, "deployTo", index],
          message:
            `accepts no image built from ${repository}, but builds of it can write layers that the team's other ` +
            `images contain; add it to targets.${entry}.requires.builtFrom, or remove it from ` +
            `teams.${name}.trustedRevisions`,
        }));
    }),
  );
}

/** The template `verify` compares repositories in this way. */
function withoutSuffix(repository: string): string {
  return repository.replace(/\.git$/, "");
}

/** Argo's server gives a person one service account per namespace, so a namespace has one kind of approver. */
function sameApprovers({ targets = {}, teams = {} }: Draft): Violation[] {
  return Object.entries(teams).flatMap(([name, { deployTo }]) => {
    const demanding = deployTo.filter((entry) => deployTarget(entry, targets).requires.approval);
    const [first = "", ...others] = demanding;
    const groupsOf = (entry: string) => approverGroups([deployTarget(entry, targets)]).join(", ");
    return others
      .filter((entry) => groupsOf(entry) !== groupsOf(first))
      .map((entry) => ({
        path: ["teams", name, "deployTo", deployTo.indexOf(entry)],
        message:
          `requires approval by ${groupsOf(entry)}, but ${first} by ${groupsOf(first)}; ` +
          "all targets of a team that require approval must name the same groups",
      }));
  });
}

/** The value of a label has at most 63 characters (API: metadata.labels). */
const longestLabel = 63;

/** The owner of a namespace names in one label every team that deploys to it. */
function ownersLabels({ targets = {}, teams = {} }: Draft): Violation[] {
  const names = new Map<string, string[]>();
  return Object.entries(teams).flatMap(([name, { deployTo }]) =>
    deployTo.flatMap((entry, index) => {
      const { namespace } = deployTarget(entry, targets);
      const all = [...(names.get(namespace) ?? []), name];
      names.set(namespace, all);
      const value = all.join(".");
      if (value.length <= longestLabel) return [];
      const message =
        `needs the label ${deployableByLabel}: ${value} on namespace ${namespace} with ${value.length} characters; ` +
        `the limit is ${longestLabel}, so let fewer teams deploy to it`;
      return [{ path: ["teams", name, "deployTo", index], message }];
    }),
  );
}
