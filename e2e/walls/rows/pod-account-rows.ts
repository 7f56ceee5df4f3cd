import { type Attempt, passes, refused } from "../attempt";
import { platform } from "../caller";
import { pullSecret } from "../image-options";
import { controller, editor, pod, podWithoutToken, tokenVolume } from "../objects";

/** Named by templates of the library only. */
const libraryAccounts = [
  "argo-checkout",
  "argo-builder",
  "argo-cache-writer",
  "argo-publisher",
  "argo-signer",
  "argo-verifier",
  "argo-notifier",
  "argo-deployer",
  "argo-installer",
];
const withSecret = (secretName: string, serviceAccountName = "argo-workflow") =>
  pod({ serviceAccountName, volumes: [tokenVolume, { name: "s", secret: { secretName } }] });

/** The accounts of pods in a workflow namespace, and the Secrets that a pod of an account may read. */
export const podAccountRows: readonly Attempt[] = [
  passes("a pod as the controller makes it", controller, pod()),
  ...libraryAccounts.map((name) =>
    passes(`a pod of the library as ${name}`, controller, pod({ serviceAccountName: name })),
  ),
  passes("a checkout with the Git credentials", controller, withSecret("git-credentials", "argo-checkout")),
  passes("a notification with the webhook", controller, withSecret("slack-webhook", "argo-notifier")),
  passes(
    "a notification with the webhook of Microsoft Teams",
    controller,
    withSecret("msteams-webhook", "argo-notifier"),
  ),
  passes("a pod with another Secret of the team", controller, withSecret("maven-settings")),

  ...["argo-submitter", "argo-approver"].map((name) =>
    refused("pods", "Pods here run as", `a pod as ${name}`, controller, pod({ serviceAccountName: name })),
  ),
  ...libraryAccounts.map((name) =>
    refused(
      "pods",
      "Pods here run as",
      `a pod as ${name} by an editor`,
      editor,
      pod({ ...podWithoutToken, serviceAccountName: name }),
    ),
  ),
  refused(
    "pods",
    "Only argo-checkout may use",
    "the Git credentials in a pod of user code",
    controller,
    withSecret("git-credentials"),
  ),
  refused(
    "pods",
    "Only argo-notifier may use the Secret slack-webhook",
    "the webhook in a pod of user code",
    controller,
    withSecret("slack-webhook"),
  ),
  refused(
    "pods",
    "Only argo-notifier may use the Secret msteams-webhook",
    "the webhook of Microsoft Teams in a pod of user code",
    controller,
    withSecret("msteams-webhook"),
  ),
  refused(
    "pods",
    "Only argo-notifier may use the Secret slack-webhook",
    "the webhook in the environment of user code",
    controller,
    pod({}, { env: [{ name: "T", valueFrom: { secretKeyRef: { name: "slack-webhook", key: "url" } } }] }),
  ),
  refused(
    "pods",
    "Only argo-checkout may use",
    "the Git credentials in an image build",
    controller,
    withSecret("git-credentials", "argo-builder"),
  ),
  ...["argo-workflow", "argo-builder", "argo-checkout"].map((account) =>
    refused(
      "pods",
      `A pod may not read the Secret ${pullSecret}`,
      `the login of the registry in a pod as ${account}`,
      controller,
      withSecret(pullSecret, account),
    ),
  ),
  refused(
    "pods",
    `A pod may not read the Secret ${pullSecret}`,
    "the login of the registry in the environment of a pod",
    controller,
    pod({}, { envFrom: [{ secretRef: { name: pullSecret } }] }),
  ),
  passes(
    "a pod whose image the node pulls with the login",
    controller,
    pod({ imagePullSecrets: [{ name: pullSecret }] }),
  ),
  refused(
    "pods",
    "Pods here run as",
    "a deployer's pod by the platform",
    platform,
    pod({ serviceAccountName: "argo-deployer" }),
  ),
];
