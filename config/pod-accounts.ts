import type { Team } from "./environment";
import { serviceAccounts } from "./naming";

/** AWS roles of a team's pods, by what they may do. `roleNames` has their names. */
export type PodRoleKind =
  "executor" | "library" | "builder" | "caches" | "publisher" | "signer" | "verifier" | "notifier";

/** A service account that pods of a team's namespace use, and its AWS role. */
export interface PodAccount {
  readonly name: string;
  readonly role: PodRoleKind;
  /** Whether its steps call Kubernetes, so that their pods have its token. */
  readonly callsKubernetes: boolean;
}

type Purposes = Pick<
  Team,
  "buildsImages" | "repositories" | "pullsFrom" | "deployTo" | "trustedRevisions" | "notifications"
>;

/**
 * The service accounts of a team's pods. Those that need artifacts only share one role, because an AWS account has 1000
 * roles by default (AWS: IAM quotas). User code has a role of its own, which can have the right to the team's secrets.
 */
export function podAccounts(team: Purposes): PodAccount[] {
  const { workflow, checkout, builder, cacheWriter, publisher, signer } = serviceAccounts;
  const { verifier, deployer, installer, notifier } = serviceAccounts;
  const pulls = (role: PodRoleKind) => (pullsImages(team) ? role : "library");
  const pushes = (role: PodRoleKind) => (team.repositories.length > 0 ? role : "library");
  const account = (name: string, role: PodRoleKind, callsKubernetes = false) => ({
    name,
    role,
    callsKubernetes,
  });
  return [
    account(workflow, "executor"),
    account(checkout, "library"),
    account(notifier, notifiesByRole(team) ? "notifier" : "library"),
    account(verifier, pulls("verifier")),
    ...(team.buildsImages
      ? [
          account(builder, pulls("builder")),
          account(publisher, pushes("publisher")),
          account(signer, pushes("signer")),
        ]
      : []),
    ...(writesCaches(team) ? [account(cacheWriter, "caches")] : []),
    account(deployer, "library", true),
    ...(installsCharts(team) ? [account(installer, "library", true)] : []),
  ];
}

/** The kinds of roles that a team's pods have, each once. */
export function podRoles(team: Purposes): PodRoleKind[] {
  return [...new Set(podAccounts(team).map(({ role }) => role))];
}

/** Whether there are builds of the team that write caches. */
export function writesCaches({ trustedRevisions }: Pick<Team, "trustedRevisions">): boolean {
  return Object.keys(trustedRevisions).length > 0;
}

/** Whether the team pulls from ECR with a role: from its repositories, which only a team that builds images has, or others. */
export function pullsImages({ repositories, pullsFrom }: Pick<Team, "repositories" | "pullsFrom">): boolean {
  return repositories.length + pullsFrom.length > 0;
}

/** Whether notifications of the team need more of AWS than artifacts: a topic, or the last results. */
function notifiesByRole({ notifications: { when, topicArn } }: Purposes): boolean {
  return when === "change" || topicArn !== undefined;
}

function installsCharts({ deployTo }: Purposes): boolean {
  return deployTo.some(({ allows }) => allows.includes("charts"));
}
