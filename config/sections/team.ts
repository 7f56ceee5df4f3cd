import { flag, list, section, text, wholeNumber } from "../fields";

/** A Kubernetes quantity as a positive amount, in the forms people write. */
const cpuQuantity = text(/^[1-9]\d{0,5}m?$/, 'must be an amount of CPU in quotes, such as "20" or "500m"');
const byteQuantity = text(/^[1-9]\d{0,5}(Mi|Gi|Ti)$/, 'must be an amount such as "40Gi" (Mi, Gi or Ti)');

const namespaceName = text(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "must be a Kubernetes namespace: at most 63 lower-case letters, digits and hyphens",
);

const quota = section({
  cpu: cpuQuantity.default("20").describe("CPU that all pods of the namespace may request together"),
  memory: byteQuantity.default("40Gi").describe("Memory that all pods of the namespace may request together"),
  storage: byteQuantity.default("100Gi").describe("Storage that all volume claims may request together"),
  pods: wholeNumber(1, 10_000, "pods").default(50).describe("Pods that may exist at once"),
});

/** `<registry>/<this>`: the name of an ECR repository (API CreateRepository). No wildcards. */
const repository = text(
  /^(?=.{2,256}$)([a-z0-9]+([._-][a-z0-9]+)*\/)*[a-z0-9]+([._-][a-z0-9]+)*$/,
  "must be the name of an ECR repository: 2 to 256 lower-case letters, digits and . _ - /, without registry or wildcard",
);

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
});
