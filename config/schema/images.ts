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
  requireDigests: flag()
    .default(false)
    .describe(
      "Refuse to synthesize while an image in workflow-templates/images.yaml has no digest; npm run images:pin adds them",
    ),
})
  .prefault({})
  .describe("Where container images come from");
