import { z } from "zod";
import { flag, section, text } from "./fields/basic";
import { port } from "./fields/port";

const hostName = new RegExp(
  "^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])" +
    `(:${port})?(\\/[\\w.-]+)*$`,
);

export const images = section({
  registry: text(
    hostName,
    "must be a registry without https://, such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/quay",
  )
    .optional()
    .describe(
      "Registry that mirrors the images of Argo (argoproj/...) and of the workflow templates. Default: their public registries",
    ),
  registries: z
    .record(
      text(hostName, "must be the host of a registry such as docker.io"),
      text(
        hostName,
        "must be a registry without https://, such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/docker-hub",
      ),
      { error: "must be a map of registries and what takes their place" },
    )
    .default({})
    .describe(
      "What takes the place of each public registry, such as the pull-through caches of ECR. For docker.io, gcr.io, " +
        "ghcr.io and quay.io; not together with registry. Default: the public registries",
    ),
  pullSecret: text(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    "must be the name of a Secret: at most 253 lowercase letters, digits, hyphens and dots",
  )
    .optional()
    .describe(
      "Secret of the type kubernetes.io/dockerconfigjson with which nodes log in to a registry. It must exist in the " +
        "namespace argo and in each team's. No step can read it. Default: none; nodes log in to ECR with their own role",
    ),
  requireDigests: flag()
    .default(false)
    .describe(
      "Refuse to synthesize while an image in workflow-templates/images.yaml has no digest; npm run images:pin adds them",
    ),
})
  .prefault({})
  .describe("Where container images come from");
