import { z } from "zod";
import { flag, list, oneOf, section, text, wholeNumber } from "./fields/basic";
import { gitRepository } from "./fields/git-repository";
import { namespaceName } from "./fields/kubernetes";
import { someSsoGroups } from "./fields/sso-groups";

/** What a team's deploy steps may do in a target. */
export const deployments = ["rollouts", "charts", "applications"] as const;

const allowed = `must be a list of ${deployments.join(", ")}`;

const approval = section({
  groups: someSsoGroups.describe(
    "Groups of your identity provider whose members can approve. They can also see and start the workflows of each " +
      "team that deploys to the target",
  ),
  count: wholeNumber(1, 3, "people").default(1).describe("How many different people must approve"),
});

const requires = section({
  signature: flag()
    .default(false)
    .describe("Deploy only images whose signature `verify` accepts. The target must allow rollouts only"),
  builtFrom: list(gitRepository, { min: 1, max: 20 }, "must be a list of Git repositories")
    .optional()
    .describe(
      "Deploy only images that were built from one of these Git repositories, without build arguments. The signature " +
        "proves it, so this needs `signature: true`",
    ),
  approval: approval
    .optional()
    .describe(
      "Deploy only after people other than the submitter approved. Needs the login mode sso. All targets of a team " +
        "that require approval must name the same groups",
    ),
});

const target = section({
  namespace: namespaceName
    .optional()
    .describe("Namespace that the deploy steps change; it exists already. Default: the name of the target"),
  allows: list(oneOf(deployments), { min: 1, max: deployments.length }, allowed)
    .default(["rollouts", "applications"])
    .describe(
      "What deploy steps may do: rollouts change Deployments that exist, charts install Helm charts with everything " +
        "that an ordinary application has, applications sync Argo CD Applications",
    ),
  controlPlane: flag()
    .default(false)
    .describe(
      "Set this to deploy to the namespace of a program that can change the whole cluster, such as argocd. A team " +
        "that can change such a program controls the cluster",
    ),
  requires: requires.prefault({}).describe("What a deployment needs before it changes the target"),
  frozen: text(
    /^[^\p{C}{}]{1,200}$/u,
    "must be the reason for the freeze: at most 200 characters on one line, without braces",
  )
    .optional()
    .describe("Set this to refuse deployments to the target. The refusal repeats this reason"),
});

/** Namespaces that teams deploy to, with what they may do there. */
export const targets = z
  .record(
    text(
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
      "must be the name of a target: at most 63 lowercase letters, digits and hyphens",
    ),
    target,
    { error: "must be a map of targets by name" },
  )
  .refine((entries) => Object.keys(entries).length <= 1000, { error: "must hold at most 1000 targets" })
  .default({})
  .describe(
    "Namespaces that teams deploy to, for those that need more than the defaults of a team's `deployTo`",
  );
