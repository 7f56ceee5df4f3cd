import { z } from "zod";
import { flag, list, oneOf, section, text } from "./fields/basic";
import { namespaceName } from "./fields/kubernetes";

/** What a team's deploy steps may do in a target. */
export const deployments = ["rollouts", "charts", "applications"] as const;

const allowed = `must be a list of ${deployments.join(", ")}`;

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
});

/** Namespaces that teams deploy to, with what they may do there. */
export const targets = z
  .record(
    text(
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
      "must be the name of a target: at most 63 lower-case letters, digits and hyphens",
    ),
    target,
    { error: "must be a map of targets by name" },
  )
  .refine((entries) => Object.keys(entries).length <= 1000, { error: "must hold at most 1000 targets" })
  .default({})
  .describe(
    "Namespaces that teams deploy to, for those that need more than the defaults of a team's `deployTo`",
  );
