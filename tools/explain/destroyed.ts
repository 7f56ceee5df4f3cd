import { type Attributes, block, type Change, text } from "./change";
import { type Explainer, finding } from "./estate";
import { differencesOf } from "./rest";
import { type Level, say, type Sentence, type Topic, words } from "./sentence";

/** What is lost with a resource. */
interface Loss {
  readonly level: Level;
  readonly topic: Topic;
  readonly noun: string;
  readonly loss: string;
}

const data = (noun: string, loss: string): Loss => ({ level: "danger", topic: "Data loss", noun, loss });
const interruption = (noun: string, loss: string): Loss => ({
  level: "check",
  topic: "Destroyed",
  noun,
  loss,
});

const losses: Readonly<Record<string, Loss>> = {
  aws_s3_bucket: data("Bucket", "data loss (everything in it)"),
  aws_kms_key: data("Key", "data loss (what it encrypts can't be read any more once AWS has deleted it)"),
  aws_rds_cluster: data("The database", "data loss (every archived workflow)"),
  aws_rds_cluster_instance: interruption("Database instance", "connections to it break"),
  aws_secretsmanager_secret: data("Secret", "data loss (its value, after the recovery window)"),
  aws_cloudwatch_metric_alarm: interruption("Alarm", "nobody is told what it watches"),
  aws_cloudwatch_log_group: data("Log group", "data loss (every log in it)"),
  kubernetes_namespace_v1: data(
    "Namespace",
    "data loss (every object in it, running workflows and volumes included)",
  ),
  kubernetes_namespace: data(
    "Namespace",
    "data loss (every object in it, running workflows and volumes included)",
  ),
  helm_release: {
    ...interruption("Helm release", "everything that it installed is removed"),
    level: "danger",
  },
  kubernetes_secret_v1: data("Secret", "its value is gone"),
  kubernetes_persistent_volume_claim_v1: data("Volume claim", "data loss (its volume)"),
  aws_kms_alias: { ...interruption("Key alias", "policies that name it allow nothing"), level: "danger" },
  aws_iam_role: interruption("Role", "its pods can't call AWS"),
  aws_security_group: interruption("Security group", "connections that it allowed end"),
  aws_db_subnet_group: interruption("Subnet group of the database", "the database needs one"),
  kubernetes_service_account_v1: interruption("Service account", "its tokens stop working"),
  kubernetes_resource_quota_v1: {
    ...interruption("Quota", "nothing limits the namespace"),
    level: "danger",
    topic: "Limits",
  },
  kubernetes_limit_range_v1: {
    ...interruption("LimitRange", "containers without limits have none"),
    topic: "Limits",
    level: "danger",
  },
};

/** What is destroyed or replaced, with what that means. */
export const destroyed: Explainer = ({ changes }) =>
  changes.flatMap((change) => {
    const { kind, type } = change;
    if (kind === "forget") {
      const sentence =
        type === "aws_rds_cluster"
          ? say`The database ${nameOf(change)} is forgotten: it stays with every archived workflow and costs as before, and Terraform no longer manages it.`
          : say`${change.address} is forgotten: it stays, and Terraform no longer manages it.`;
      return [finding("check", "Destroyed", change, sentence)];
    }
    if (kind === "unclear") {
      return [
        finding(
          "danger",
          "Terraform",
          change,
          say`Terraform does something with ${change.address} that this page doesn't know.`,
        ),
      ];
    }
    if (kind !== "delete" && kind !== "replace") return [];
    const loss = losses[type];
    if (loss === undefined) return [];
    const verb = kind === "delete" ? "will be destroyed" : "will be replaced";
    const why = kind === "replace" ? because(change) : words("");
    return [
      finding(
        loss.level,
        loss.topic,
        change,
        say`${words(loss.noun)} ${nameOf(change)} ${words(verb)}${why}: ${words(loss.loss)}.`,
      ),
    ];
  });

function because({ before = {}, after = {} }: Change): Sentence {
  const names = ["bucket", "cluster_identifier", "identifier", "name", "storage_encrypted", "engine", "path"];
  const paths = differencesOf(before, after).map(({ path }) => path);
  const reason = paths.find((path) => names.includes(path));
  return reason === undefined ? words("") : say` (its ${reason} changes)`;
}

function nameOf({ before, after, name }: Change): string {
  const attributes: Attributes = before ?? after ?? {};
  for (const key of ["bucket", "identifier", "cluster_identifier", "alarm_name", "name"]) {
    const own = text(attributes[key]);
    if (own !== undefined) return own;
  }
  const { namespace, name: own } = block(attributes.metadata);
  return [text(namespace), text(own) ?? name].filter((each) => each !== undefined).join("/");
}

/** What is new and important enough for a sentence of its own. */
export const created: Explainer = ({ changes }) =>
  changes.flatMap((change) => {
    if (change.kind !== "create") return [];
    const noun = newThings[change.type];
    const metadata = block(change.after?.metadata);
    const attributes = change.after ?? {};
    const name = [
      metadata.name,
      attributes.bucket,
      attributes.cluster_identifier,
      attributes.identifier,
      attributes.name,
    ]
      .flatMap((each) => text(each) ?? [])
      .at(0);
    return noun === undefined
      ? []
      : [finding("note", "New", change, say`${words(noun)} ${name ?? change.name} is created.`)];
  });

const newThings: Readonly<Record<string, string>> = {
  aws_s3_bucket: "Bucket",
  aws_kms_key: "Key",
  aws_rds_cluster: "The database",
  aws_rds_cluster_instance: "Database instance (it costs)",
  aws_secretsmanager_secret: "Secret",
  kubernetes_namespace_v1: "Namespace",
  helm_release: "Helm release",
};
