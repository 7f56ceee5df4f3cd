/**
 * Attributes that no resource keeps when they change: Terraform replaces it. From the documentation of the pinned
 * providers, for the types that this project makes. A real plan needs no such list.
 */
const attributes: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_group: ["name"],
  aws_db_subnet_group: ["name"],
  aws_eks_pod_identity_association: ["cluster_name", "namespace", "service_account"],
  aws_iam_role: ["name", "path"],
  aws_iam_role_policy: ["name", "role"],
  aws_iam_role_policy_attachment: ["policy_arn", "role"],
  aws_kms_alias: ["name"],
  aws_kms_key: ["customer_master_key_spec", "key_usage", "multi_region"],
  aws_rds_cluster: [
    ...["cluster_identifier", "database_name", "db_subnet_group_name", "engine", "kms_key_id"],
    ...["master_username", "port", "storage_encrypted"],
  ],
  aws_rds_cluster_instance: ["cluster_identifier", "engine", "identifier"],
  aws_rds_cluster_parameter_group: ["family", "name", "description"],
  aws_s3_bucket: ["bucket"],
  aws_secretsmanager_secret: ["name"],
  aws_security_group: ["description", "name", "vpc_id"],
  aws_vpc_security_group_ingress_rule: ["security_group_id"],
  helm_release: ["name", "namespace"],
};

/** Whether Terraform would replace a resource whose attributes change like this. */
export function isReplaced(type: string, before: Attributes, after: Attributes): boolean {
  const own = attributes[type] ?? [];
  if (own.some((name) => !same(before[name], after[name]))) return true;
  if (!type.startsWith("kubernetes_")) return false;
  const [old, now] = [metadata(before), metadata(after)];
  return (
    old.name !== now.name ||
    old.namespace !== now.namespace ||
    (/role_binding/.test(type) && !same(before.role_ref, after.role_ref))
  );
}

type Attributes = Readonly<Record<string, unknown>>;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function metadata({ metadata: own }: Attributes): Attributes {
  return typeof own === "object" && own !== null ? (own as Attributes) : {};
}
