/** What this run does not prove; printed at its end. */
export const notProved: readonly string[] = [
  "Node 22 and 24, Java 17, 21 and 25: each choice runs the one version that this machine has",
  "Argo CD itself: a stand-in syncs plain YAML from one path of one source, without hooks, waves or automation; the real program isn't run, also not weekly",
  "Trivy itself: a stand-in finds a file named vulnerable, and refuses options that it doesn't know; the real program, its databases and what it finds in an image aren't run, also not weekly",
  "Kaniko, Slack, Microsoft Teams, SNS, ECR and KMS themselves: see the stand-ins",
  "that a node can pull the images of images.yaml: nothing asks a registry for them",
];
