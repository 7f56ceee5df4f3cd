/** What this run does not prove; printed at its end. */
export const notProved: readonly string[] = [
  "Node 22 and 24, Java 17, 21 and 25: each choice runs the one version that this machine has",
  "Kaniko, Trivy, Argo CD, Slack, Microsoft Teams, SNS, ECR and KMS themselves: see the stand-ins",
  "that a node can pull the images of images.yaml: nothing asks a registry for them",
];
