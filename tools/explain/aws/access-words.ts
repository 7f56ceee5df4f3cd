import { say, type Sentence, words } from "../sentence";

/** What an action of AWS is in words. Others are named as they are. */
const verbs: Readonly<Record<string, string>> = {
  "s3:GetObject": "read objects in",
  "s3:GetObjectVersion": "read old versions of objects in",
  "s3:PutObject": "write objects to",
  "s3:DeleteObject": "delete objects in",
  "s3:DeleteObjectVersion": "delete old versions of objects in",
  "s3:ListBucket": "list the bucket",
  "s3:AbortMultipartUpload": "end uploads in",
  "secretsmanager:GetSecretValue": "read secret",
  "secretsmanager:PutSecretValue": "overwrite secret",
  "kms:Decrypt": "decrypt with",
  "kms:GenerateDataKey": "encrypt with",
  "kms:Sign": "sign with",
  "sts:AssumeRole": "take the role",
  "ecr:BatchGetImage": "pull images from",
  "ecr:PutImage": "push images to",
  "ecr:GetAuthorizationToken": "log in to the registry",
  "rds-db:connect": "log in to the database as",
};

/** Verb of an action; the resource follows. */
export function verbOf(action: string): Sentence {
  const verb = verbs[action];
  return verb === undefined ? say`call ${action} on` : words(verb);
}

/** Actions that only make another one complete: saying the other one is enough. */
export const companions: Readonly<Record<string, string>> = {
  "ecr:GetDownloadUrlForLayer": "ecr:BatchGetImage",
  "ecr:DescribeImages": "ecr:BatchGetImage",
  "ecr:BatchCheckLayerAvailability": "ecr:PutImage",
  "ecr:CompleteLayerUpload": "ecr:PutImage",
  "ecr:InitiateLayerUpload": "ecr:PutImage",
  "ecr:UploadLayerPart": "ecr:PutImage",
  "s3:AbortMultipartUpload": "s3:PutObject",
  "s3:ListMultipartUploadParts": "s3:PutObject",
  "kms:DescribeKey": "kms:Sign",
  "kms:GetPublicKey": "kms:Sign",
};

/** The name of what an ARN or a pattern of ARNs means, as people write it. */
export function resourceName(arn: string): string {
  const [prefix, , service, , , ...rest] = arn.split(":");
  if (prefix !== "arn" || rest.length === 0) return arn;
  const name = rest.join(":");
  if (service === "secretsmanager") return name.replace(/^secret:/, "").replace(/-(\?{6}|\*)$/, "");
  if (service === "ecr") return name.replace(/^repository\//, "");
  if (service === "iam") return name.replace(/^role\//, "");
  return name;
}

/** The holder of a role, in words. The names of roles are `<environment>-argo-<kind>-<namespace>`. */
export function holderOf(role: string): { readonly who: Sentence; readonly namespace?: string } {
  const kind =
    /^.*?-argo-(artifacts|builder|executor|library|publisher|signer|verifier|secrets|caches)-(.+)$/.exec(
      role,
    );
  const namespace = kind?.[2];
  if (kind?.[1] === undefined || namespace === undefined) return { who: say`Role ${role}` };
  const subject: Readonly<Record<string, Sentence>> = {
    artifacts: say`The artifact role of ${namespace}`,
    builder: say`Image builds of ${namespace}`,
    caches: say`Steps that write caches of ${namespace}`,
    executor: say`Workflows of ${namespace}`,
    library: say`Library steps of ${namespace}`,
    publisher: say`Steps that publish images of ${namespace}`,
    secrets: say`The secret store of ${namespace}`,
    signer: say`Steps that sign images of ${namespace}`,
    verifier: say`Steps that verify images of ${namespace}`,
  };
  return { who: subject[kind[1]] ?? say`Role ${role}`, namespace };
}
