import { type Atom, type Atoms, type Condition, covers } from "./policy-atoms";
import type { Question } from "./simulation";

/** A question, and the patterns that it stands for. */
export interface Asked {
  readonly question: Question;
  readonly action: string;
  /** What the policy, or one of another role, names. */
  readonly resource: string;
  /** `s3:prefix = artifacts/team-data/*`; empty without a condition. */
  readonly when: string;
}

/** Actions that a wildcard is asked about, in addition to what other policies of the environment name. */
const telling = [
  ...[
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:ListBucket",
    "s3:PutBucketPolicy",
    "s3:DeleteBucket",
  ],
  ...["s3:GetObjectVersion", "s3:PutLifecycleConfiguration", "s3:PutBucketPublicAccessBlock"],
  ...["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"],
  ...["kms:Decrypt", "kms:GenerateDataKey", "kms:Sign", "kms:CreateGrant", "kms:PutKeyPolicy"],
  "kms:ScheduleKeyDeletion",
  ...["sts:AssumeRole", "iam:PassRole", "iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"],
  ...["iam:CreateAccessKey", "iam:UpdateAssumeRolePolicy", "iam:CreatePolicyVersion"],
  ...["ecr:BatchGetImage", "ecr:PutImage", "ecr:BatchDeleteImage", "ecr:SetRepositoryPolicy"],
  ...["rds:DeleteDBCluster", "rds:ModifyDBCluster", "rds-db:connect", "rds:CreateDBClusterSnapshot"],
  ...[
    "eks:CreateAccessEntry",
    "eks:CreatePodIdentityAssociation",
    "ec2:RunInstances",
    "lambda:InvokeFunction",
  ],
  ...["logs:DeleteLogGroup", "ssm:GetParameter", "dynamodb:GetItem", "sqs:SendMessage", "sns:Publish"],
];

/** Enough for every role of a large environment. If there are more, the page says so. */
export const mostQuestions = 600;

/**
 * The questions whose answer the changed parts of a policy can decide: their actions, on their resources and on those
 * that other policies of the environment name, under their conditions and those of the others.
 */
export function questionsFor(
  changed: readonly Atom[],
  estate: readonly Atom[],
  own: readonly Atoms[],
): Asked[] {
  const all = [...own.flatMap(({ atoms }) => [...atoms.values()]), ...estate];
  const asked = new Map<string, Asked>();
  for (const atom of changed) {
    for (const action of actionsOf(atom, all)) {
      for (const resource of resourcesOf(atom, action, all)) {
        for (const { context, when } of contextsOf(atom, action, all)) {
          const question = { action: probe(action), resource: probe(resource), context };
          asked.set(JSON.stringify(question), { question, action, resource, when });
        }
      }
    }
  }
  return [...asked.values()];
}

function actionsOf({ action, except }: Atom, all: readonly Atom[]): string[] {
  const hasExcept = except.includes("NotAction");
  if (!hasExcept && !/[*?]/.test(action)) return [action];
  const named = all.flatMap((atom) =>
    /[*?]/.test(atom.action) || atom.except.length > 0 ? [] : [atom.action],
  );
  const excluded = action.split(" ");
  const fits = (one: string) =>
    hasExcept
      ? !excluded.some((pattern) => covers(pattern.toLowerCase(), one.toLowerCase()))
      : covers(action.toLowerCase(), one.toLowerCase());
  const fitting = [...new Set([...telling, ...named])].filter(fits);
  return fitting.length > 0 || hasExcept ? fitting : [action];
}

/** Services whose ARNs have the name of another one. */
const services: Readonly<Record<string, string>> = { sts: "iam", "rds-db": "rds-db" };

function resourcesOf({ resource, except }: Atom, action: string, all: readonly Atom[]): string[] {
  const service = action.split(":")[0] ?? "";
  const isOf = (arn: string) => arn.split(":")[2] === (services[service] ?? service);
  const known = all.flatMap((atom) =>
    atom.except.includes("NotResource") || !isOf(atom.resource) || !fitsKind(action, atom.resource)
      ? []
      : [atom.resource],
  );
  if (except.includes("NotResource")) {
    const excluded = resource.split(" ");
    return [...new Set(known)].filter((one) => !excluded.some((pattern) => covers(pattern, probe(one))));
  }
  const covered = known.filter((one) => one !== resource && covers(resource, probe(one)));
  return [...new Set([resource, ...covered])];
}

/** Objects are asked about objects, and buckets about buckets. */
function fitsKind(action: string, resource: string): boolean {
  if (!action.startsWith("s3:")) return true;
  return /Object|Multipart/.test(action) === resource.includes("/");
}

function contextsOf(atom: Atom, action: string, all: readonly Atom[]) {
  const conditions = [
    atom.condition,
    ...all
      .filter((one) => one.action.toLowerCase() === action.toLowerCase())
      .map(({ condition }) => condition),
  ];
  const contexts = new Map<string, { context: Question["context"]; when: string }>([
    ["{}", { context: {}, when: "" }],
  ]);
  for (const condition of conditions) {
    for (const one of satisfying(condition)) contexts.set(JSON.stringify(one.context), one);
  }
  return [...contexts.values()];
}

/** Requests that meet a condition: one for each value of the key that has the most values. */
function satisfying(condition: Condition): { context: Question["context"]; when: string }[] {
  const parts = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  if (parts.length === 0) return [];
  const widest = parts.reduce((a, b) => (b.values.length > a.values.length ? b : a));
  return widest.values.map((value) => {
    const context: Record<string, string | string[]> = {};
    const when: string[] = [];
    for (const { operator, key, values } of parts) {
      const pattern = key === widest.key && operator === widest.operator ? value : (values[0] ?? "");
      const meets = meeting(operator, pattern);
      if (meets === undefined) continue;
      context[key] = operator.startsWith("For") ? [meets] : meets;
      when.push(`${key} ${/Not/.test(operator) ? "is not" : "="} ${pattern}`);
    }
    return { context, when: when.join(", ") };
  });
}

/** A value that meets an operator. @returns undefined if the key must be absent */
function meeting(operator: string, pattern: string): string | undefined {
  const base = operator.replace(/^For(Any|All)Values:/, "").replace(/IfExists$/, "");
  if (base === "Null") return pattern === "true" ? undefined : "x";
  if (/Not/.test(base)) return base.startsWith("Arn") ? "arn:aws:iam::000000000000:role/other" : "other";
  if (base === "NumericLessThan") return String(Number(pattern) - 0.1);
  if (base === "NumericGreaterThan") return String(Number(pattern) + 0.1);
  if (base === "IpAddress") return pattern.split("/")[0];
  return probe(pattern);
}

/** A text that the pattern covers and that no narrower pattern covers by chance. */
export function probe(pattern: string): string {
  return pattern === "*"
    ? "arn:aws:any:any:000000000000:any"
    : pattern.replaceAll("*", "any-0").replaceAll("?", "0");
}
