import { deployToRules } from "./teams/deploy-to";
import { egressRules } from "./teams/egress";
import { extraStatementsRules } from "./teams/extra-statements";
import { githubAppRules } from "./teams/github-app";
import { groupsRules } from "./teams/groups";
import { namespaceRules } from "./teams/namespace";
import { notificationsRules } from "./teams/notifications";
import { parallelismRules } from "./teams/parallelism";
import { quotaRules } from "./teams/quota";
import { repositoriesRules } from "./teams/repositories";
import { retentionDaysRules } from "./teams/retention-days";
import { schedulesRules } from "./teams/schedules";
import { schedulingRules } from "./teams/scheduling";
import { signingRules } from "./teams/signing";
import { sloRules } from "./teams/slo";
import type { Draft, Violation } from "./violation";

/** The rules of teams. `teams/` has one file for each field of a team. */
export function teamsRules(draft: Draft): Violation[] {
  const rules = [
    deployToRules,
    egressRules,
    extraStatementsRules,
    githubAppRules,
    groupsRules,
    namespaceRules,
    notificationsRules,
    parallelismRules,
    quotaRules,
    repositoriesRules,
    retentionDaysRules,
    schedulesRules,
    schedulingRules,
    signingRules,
    sloRules,
  ];
  return rules.flatMap((rule) => rule(draft));
}
