import { type Attributes, block, type Change, isUnknown, same, text } from "../change";
import { changed, type Explainer, finding } from "../estate";
import { type Finding, type Level, say, type Sentence, type Topic, words } from "../sentence";

/** What a change of one attribute means. */
interface Meaning {
  readonly topic: Topic;
  readonly read: (attributes: Attributes) => string | undefined;
  /** What to say; `undefined` if the change is said elsewhere. */
  readonly say: (change: { readonly what: Sentence; readonly old: string; readonly now: string }) => {
    readonly level: Level;
    readonly sentence: Sentence;
  };
}

const attribute = (name: string) => (attributes: Attributes) => text(attributes[name]);

/** A switch that protects: off is a danger, on is good news. */
function protection(name: string, topic: Topic, off: string, on: string, safe = "true"): Meaning {
  return {
    topic,
    read: attribute(name),
    say: ({ what, now }) =>
      now === safe
        ? { level: "note", sentence: say`${what} ${words(on)}.` }
        : { level: "danger", sentence: say`${what} ${words(off)}.` },
  };
}

/** A number of days: fewer of them are lost earlier. */
function days(name: string, topic: Topic, noun: string, read = attribute(name)): Meaning {
  return {
    topic,
    read,
    say: ({ what, old, now }) => ({
      level: Number(now || Infinity) < Number(old || Infinity) ? "check" : "note",
      sentence: say`${what} ${words(noun)} ${dayCount(now)} (before: ${dayCount(old)}).`,
    }),
  };
}

export const dayCount = (value: string): Sentence =>
  value === "" ? words("for ever") : say`${Number(value)} days`;

/** A size: more of it costs more. */
function cost(read: Meaning["read"], noun: string, unit: string): Meaning {
  return {
    topic: "Cost",
    read,
    say: ({ what, old, now }) => ({
      level: Number(now) > Number(old) ? "check" : "note",
      sentence: say`${what} ${words(noun)} ${now}${words(unit)} (before: ${old}): it can cost ${words(Number(now) > Number(old) ? "more" : "less")}.`,
    }),
  };
}

function restart(name: string, noun: string): Meaning {
  return {
    topic: "Restart",
    read: attribute(name),
    say: ({ what, old, now }) => ({
      level: "check",
      sentence: say`${what} gets ${words(noun)} ${now} (before: ${old}). It restarts.`,
    }),
  };
}

const publicAccess = (name: string, off: string) => protection(name, "Access", off, "refuses public access");
const scaling = (name: string) => (attributes: Attributes) =>
  text(block(attributes.serverlessv2_scaling_configuration)[name]);
const encryption = (attributes: Attributes) =>
  text(block(block(attributes.rule).apply_server_side_encryption_by_default).sse_algorithm);

/** The first rule of a bucket that expires objects says how long they are kept. Each rule is compared by its id. */
const meanings: Readonly<Record<string, readonly Meaning[]>> = {
  aws_rds_cluster: [
    protection(
      "deletion_protection",
      "Data loss",
      "can be deleted from now on: deletion protection is off",
      "is protected from deletion",
    ),
    protection(
      "skip_final_snapshot",
      "Data loss",
      "leaves no final snapshot when it is deleted",
      "leaves a final snapshot when it is deleted",
      "false",
    ),
    protection("storage_encrypted", "Secrets", "is no longer encrypted", "is encrypted"),
    protection(
      "iam_database_authentication_enabled",
      "Login",
      "no longer accepts IAM logins: programs that use them lose the database",
      "accepts IAM logins",
    ),
    days("backup_retention_period", "Retention", "keeps backups for"),
    cost(scaling("max_capacity"), "may grow to", " ACU"),
    cost(scaling("min_capacity"), "never shrinks below", " ACU"),
    restart("engine_version", "the engine version"),
    restart("db_cluster_parameter_group_name", "the parameter group"),
  ],
  aws_rds_cluster_instance: [
    protection("publicly_accessible", "Network", "gets a public address", "has no public address", "false"),
    restart("instance_class", "the instance class"),
    restart("engine_version", "the engine version"),
  ],
  aws_s3_bucket: [
    protection(
      "force_destroy",
      "Data loss",
      "may be deleted with all its objects: force_destroy is on",
      "isn't deleted while it has objects",
      "false",
    ),
  ],
  aws_s3_bucket_public_access_block: [
    publicAccess("block_public_acls", "accepts public ACLs"),
    publicAccess("block_public_policy", "accepts a public policy"),
    publicAccess("ignore_public_acls", "obeys public ACLs"),
    publicAccess("restrict_public_buckets", "lets the public in if its policy does"),
  ],
  aws_s3_bucket_versioning: [
    {
      topic: "Data loss",
      read: (attributes) => text(block(attributes.versioning_configuration).status),
      say: ({ what, now }) =>
        now === "Enabled"
          ? { level: "note", sentence: say`${what} keeps old versions of objects.` }
          : {
              level: "danger",
              sentence: say`${what} no longer keeps old versions: what is overwritten or deleted is lost.`,
            },
    },
  ],
  aws_s3_bucket_server_side_encryption_configuration: [
    {
      topic: "Secrets",
      read: encryption,
      say: ({ what, old, now }) => ({
        level: now === "aws:kms" ? "note" : "danger",
        sentence: say`${what} encrypts new objects with ${now === "" ? words("nothing of its own") : say`${now}`} (before: ${old}).`,
      }),
    },
  ],
  aws_s3_bucket_logging: [
    {
      topic: "Settings",
      read: attribute("target_bucket"),
      say: ({ what, now }) => ({ level: "check", sentence: say`The access log of ${what} goes to ${now}.` }),
    },
  ],
  aws_kms_key: [
    protection("enable_key_rotation", "Secrets", "is no longer rotated", "is rotated every year"),
    protection("is_enabled", "Data loss", "is disabled: nothing that it encrypts can be read", "is enabled"),
    days("deletion_window_in_days", "Retention", "waits, before it is deleted,"),
  ],
  aws_secretsmanager_secret: [
    days("recovery_window_in_days", "Retention", "can be restored after its deletion for"),
  ],
  aws_secretsmanager_secret_version: [
    {
      topic: "Secrets",
      read: attribute("secret_string_wo_version"),
      say: ({ what }) => ({ level: "check", sentence: say`${what} gets a new value.` }),
    },
  ],
  aws_cloudwatch_log_group: [days("retention_in_days", "Retention", "keeps its logs for")],
};

const nouns: Readonly<Record<string, string>> = {
  aws_rds_cluster: "The database",
  aws_rds_cluster_instance: "Database instance",
  aws_kms_key: "Key",
  aws_secretsmanager_secret: "Secret",
  aws_secretsmanager_secret_version: "Secret",
  aws_cloudwatch_log_group: "Log group",
};

/** Attributes of AWS resources that protect data, interrupt, or cost. */
export const attributes: Explainer = (estate) => [
  ...estate.changes.filter(({ type, kind }) => kind === "update" && type.startsWith("aws_")).flatMap(unsaid),
  ...changed(estate, ...Object.keys(meanings)).flatMap(changesOf),
  ...changed(estate, "aws_s3_bucket_public_access_block", "aws_s3_bucket_logging").flatMap(gone),
];

/** Attributes that a sentence is about, wherever it is. */
const said = new Set([
  ...[
    "policy",
    "assume_role_policy",
    "permissions_boundary",
    "max_session_duration",
    "rule",
    "tags",
    "tags_all",
  ],
  ...["versioning_configuration", "serverlessv2_scaling_configuration", "target_bucket", "policy_arn"],
  ...[
    "deletion_protection",
    "skip_final_snapshot",
    "storage_encrypted",
    "iam_database_authentication_enabled",
  ],
  ...["backup_retention_period", "engine_version", "db_cluster_parameter_group_name", "publicly_accessible"],
  ...["instance_class", "force_destroy", "block_public_acls", "block_public_policy", "ignore_public_acls"],
  ...["restrict_public_buckets", "enable_key_rotation", "is_enabled", "deletion_window_in_days"],
  ...["recovery_window_in_days", "secret_string_wo_version", "retention_in_days", "cidr_ipv4", "cidr_ipv6"],
  ...[
    "referenced_security_group_id",
    "prefix_list_id",
    "from_port",
    "to_port",
    "ip_protocol",
    "ingress",
    "egress",
  ],
]);

/** A sentence about one attribute says nothing about the others. */
function unsaid(change: Change): Finding[] {
  const { before = {}, after = {} } = change;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    // What a provider computes and can't say yet is no change of anybody.
    (name) => !said.has(name) && !same(before[name], after[name]) && !isUnknown(after[name]),
  );
  const unknown = Object.keys(after).filter((name) => isUnknown(after[name]) && before[name] !== undefined);
  return [
    ...(names.length === 0
      ? []
      : [
          finding(
            "check",
            "Settings",
            change,
            say`${change.address} also changes its ${names.sort()}. See below.`,
          ),
        ]),
    ...(unknown.length === 0
      ? []
      : [
          finding(
            "check",
            "Settings",
            change,
            say`What ${unknown.sort()} of ${change.address} becomes is known only after the apply.`,
          ),
        ]),
  ];
}

function changesOf(change: Change): Finding[] {
  const { before, after } = change;
  const own = meanings[change.type] ?? [];
  const what = say`${words(nouns[change.type] ?? "Bucket")} ${nameOf(change)}`;
  if (after === undefined) return [];
  return own.flatMap(({ topic, read, say: meaning }) => {
    const now = read(after) ?? "";
    if (before === undefined) {
      // Of a new resource, only what is dangerous; a default that isn't in the plan isn't.
      if (now === "") return [];
      const first = meaning({ what, old: "", now });
      return first.level === "danger" ? [finding("danger", topic, change, first.sentence)] : [];
    }
    const old = read(before) ?? "";
    if (old === now || (old === "" && now === "false") || (old === "false" && now === "")) return [];
    const { level, sentence } = meaning({ what, old, now });
    return [finding(level, topic, change, sentence)];
  });
}

export function nameOf({ after, before, name, type }: Change): string {
  const attributes = after ?? before ?? {};
  const keys = ["bucket", "cluster_identifier", "identifier", "name"];
  if (type === "aws_rds_cluster_instance") keys.reverse();
  if (type === "aws_kms_key") return name;
  return keys.flatMap((key) => text(attributes[key]) ?? [])[0] ?? name;
}

/** Without these resources, AWS falls back to less. */
function gone(change: Change): Finding[] {
  if (change.after !== undefined || change.kind === "forget") return [];
  const what = say`${nameOf(change)}`;
  return change.type === "aws_s3_bucket_logging"
    ? [finding("danger", "Settings", change, say`Bucket ${what} has no access log any more.`)]
    : [finding("danger", "Access", change, say`Bucket ${what} no longer blocks public access.`)];
}
