import { archiveRules } from "./archive";
import { argoRules } from "./argo";
import { artifactsRules } from "./artifacts";
import { backstageRules } from "./backstage";
import { certificateArnRules } from "./certificate-arn";
import { clusterRules } from "./cluster";
import { controllerRules } from "./controller";
import { deployRules } from "./deploy";
import { domainRules } from "./domain";
import { environmentNameRules } from "./environment-name";
import { executorRules } from "./executor";
import { iamRules } from "./iam";
import { imagesRules } from "./images";
import { ingressRules } from "./ingress";
import { loginRules } from "./login";
import { monitoringRules } from "./monitoring";
import { networkRules } from "./network";
import { noEffectRules } from "./no-effect";
import { serverRules } from "./server";
import { stateRules } from "./state";
import { tagsRules } from "./tags";
import { targetsRules } from "./targets";
import { teamsRules } from "./teams";
import type { Draft, Violation } from "./violation";
import { workflowsRules } from "./workflows";

const rules = [
  archiveRules,
  argoRules,
  artifactsRules,
  backstageRules,
  certificateArnRules,
  clusterRules,
  controllerRules,
  deployRules,
  domainRules,
  environmentNameRules,
  executorRules,
  iamRules,
  imagesRules,
  ingressRules,
  loginRules,
  monitoringRules,
  networkRules,
  noEffectRules,
  serverRules,
  stateRules,
  tagsRules,
  targetsRules,
  teamsRules,
  workflowsRules,
];

/** Everything in one environment that breaks a rule between fields. */
export function violationsOf(draft: Draft): Violation[] {
  return rules.flatMap((rule) => rule(draft));
}
