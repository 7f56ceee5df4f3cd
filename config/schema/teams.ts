import { z } from "zod";
import { type ContainerSize, usualSizes } from "../values/container-sizes";
import { flag, list, section, text, wholeNumber } from "./fields/basic";
import { byteQuantity, cpuQuantity, namespaceName } from "./fields/kubernetes";
import { ssoGroups } from "./fields/sso-groups";

const quota = section({
  cpu: cpuQuantity.default("20").describe("CPU that all pods of the namespace may request together"),
  memory: byteQuantity.default("40Gi").describe("Memory that all pods of the namespace may request together"),
  storage: byteQuantity.default("100Gi").describe("Storage that all volume claims may request together"),
  pods: wholeNumber(1, 10_000, "pods").default(50).describe("Pods that may exist at once"),
});

/**
 * A size that may be left out. Its default depends on the next larger one (`config/values/container-sizes.ts`).
 * @param cap name of that next larger size
 */
const containerSize = (usual: ContainerSize, cap: string) =>
  section({
    cpu: cpuQuantity.optional().describe(`CPU; default: ${usual.cpu}, at most ${cap}.cpu`),
    memory: byteQuantity.optional().describe(`Memory; default: ${usual.memory}, at most ${cap}.memory`),
  }).prefault({});

const containers = section({
  default: containerSize(usualSizes.default, "max").describe("Limit of a container that names none"),
  request: containerSize(usualSizes.request, "default").describe("Request of a container that names none"),
  max: containerSize(usualSizes.max, "quota").describe("Most that one container may have"),
});

/** `<registry>/<this>`: the name of an ECR repository (API CreateRepository). No wildcards. */
const repository = text(
  /^(?=.{2,256}$)([a-z0-9]+([._-][a-z0-9]+)*\/)*[a-z0-9]+([._-][a-z0-9]+)*$/,
  "must be the name of an ECR repository: 2 to 256 lower-case letters, digits and . _ - /, without registry or wildcard",
);

/** A team's entry. */
export const team = section({
  namespace: namespaceName.optional().describe("Namespace of the team's workflows; default: team-<name>"),
  buildsImages: flag()
    .default(false)
    .describe("The team builds container images: it may push to its repositories, its pods may run as root"),
  repositories: list(repository, { min: 0, max: 50 }, "must be a list of ECR repository names")
    .default([])
    .describe("ECR repositories that the team pushes to and pulls from"),
  artifactGC: flag()
    .default(false)
    .describe("Workflows may delete their artifacts before the retention ends (Argo artifactGC)"),
  quota: quota.prefault({}).describe("What the team's namespace may use"),
  containers: containers.prefault({}).describe("Sizes of the containers in the team's namespace"),
  parallelism: wholeNumber(1, 10_000, "workflows")
    .optional()
    .describe("Workflows that run at once in the team's namespace; default: controller.namespaceParallelism"),
  groups: ssoGroups
    .default([])
    .describe("Groups of your identity provider whose members run the team's workflows"),
  deployTo: list(namespaceName, { min: 0, max: 50 }, "must be a list of namespaces")
    .default([])
    .describe("Namespaces that the team's deploy steps may change; they exist already"),
  backstage: flag()
    .default(true)
    .describe("Backstage may run templates in the team's namespace, if it is enabled"),
});

export const teams = z
  .record(
    text(
      /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
      "must be a team name: at most 32 lower-case letters, digits and hyphens, beginning with a letter",
    ),
    team,
    { error: "must be a map of teams by name" },
  )
  .refine((teams) => Object.keys(teams).length <= 1000, { error: "must hold at most 1000 teams" })
  .default({})
  .describe("Teams that run workflows, each in its own namespace");
