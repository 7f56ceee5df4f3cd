import { partitionOf } from "../../config/values/partition";
import { addresses, environment, exampleEnvironments, synthesis } from "../fixtures/synthesis";

/** Promises about everything that an environment becomes. */

const everything = {
  archive: { enabled: true, readers: 1 },
  state: { bootstrap: "s3" },
  iam: { path: "/argo/" },
  teams: {
    backend: { buildsImages: true, repositories: ["backend/api"], artifactGC: true },
    data: {},
  },
};

describe("Stacks of an environment", () => {
  const committed = synthesis(...exampleEnvironments());

  it("are storage, iam, tenancy, workflows and templates, and state if the project creates the bucket", () => {
    expect(Object.keys(committed.stacks)).toEqual([
      "dev-argo-iam",
      "dev-argo-storage",
      "dev-argo-templates",
      "dev-argo-tenancy",
      "dev-argo-workflows",
      "local-argo-iam",
      "local-argo-state",
      "local-argo-storage",
      "local-argo-templates",
      "local-argo-tenancy",
      "local-argo-workflows",
      "production-argo-iam",
      "production-argo-state",
      "production-argo-storage",
      "production-argo-templates",
      "production-argo-tenancy",
      "production-argo-workflows",
      "staging-argo-iam",
      "staging-argo-storage",
      "staging-argo-templates",
      "staging-argo-tenancy",
      "staging-argo-workflows",
    ]);
  });

  it("are applied in order: iam after storage, whose bucket and key it names", () => {
    for (const { name } of exampleEnvironments()) {
      expect(committed.dependencies[`${name}-argo-iam`]).toEqual([`${name}-argo-storage`]);
    }
  });

  it("keep their states apart", () => {
    const places = Object.values(committed.stacks).map(({ terraform }) => JSON.stringify(terraform.backend));
    const inS3 = places.filter((place) => place.includes('"s3"'));
    expect(new Set(inS3).size).toBe(inS3.length);
    expect(places.length - inS3.length).toBe(1);
  });

  it("know each other by name: no reference, no remote state", () => {
    expect(committed.text).not.toContain("terraform_remote_state");
    expect(committed.text).not.toContain("cross-stack");
    expect(committed.text).toMatch(/\$\{aws_kms_key\.argo\./);
    for (const stack of Object.values(committed.stacks)) {
      expect(dangling(stack)).toEqual([]);
    }
  });

  it("contain no CDKTF token and no path of the machine", () => {
    expect(committed.text).not.toContain("TfToken");
    expect(committed.text).not.toMatch(/"\/(home|root|tmp|Users|work)\//);
  });

  it("don't ignore changes, which would hide drift", () => {
    expect(committed.text).not.toContain("ignore_changes");
  });

  it("keep AWS resources and those of the cluster apart", () => {
    for (const [id, stack] of Object.entries(committed.stacks)) {
      const kinds = new Set(
        Object.keys(stack.resource).map((type) => (type.startsWith("aws_") ? "aws" : "cluster")),
      );
      expect([...kinds]).toEqual([/-(tenancy|workflows|templates)$/.test(id) ? "cluster" : "aws"]);
    }
  });

  it("read only the cluster and the archive's address from AWS, and targets from the cluster", () => {
    const read = Object.values(committed.stacks).flatMap(({ data }) => Object.keys(data ?? {}));
    expect([...new Set(read)].sort()).toEqual(["aws_eks_cluster", "aws_rds_cluster", "kubernetes_resource"]);
  });
});

describe("Addresses of production", () => {
  const [production] = exampleEnvironments().filter(({ name }) => name === "production");
  const { stacks } = synthesis(...(production ? [production] : []));
  const of = (stack: string) => {
    const json = stacks[`production-argo-${stack}`];
    return json ? addresses(json) : [];
  };

  // Renaming an address destroys what it names. If you change this list, move the state too.
  it("haven't changed in storage", () => {
    expect(of("storage")).toEqual([
      "aws_cloudwatch_log_group.archive",
      "aws_db_subnet_group.archive",
      "aws_iam_role.archive-monitoring",
      "aws_iam_role_policy_attachment.archive-monitoring",
      "aws_kms_alias.argo",
      "aws_kms_alias.signing-team-backend",
      "aws_kms_alias.signing-team-frontend",
      "aws_kms_key.argo",
      "aws_kms_key.signing-team-backend",
      "aws_kms_key.signing-team-frontend",
      "aws_rds_cluster.archive",
      "aws_rds_cluster_instance.archive-reader-1",
      "aws_rds_cluster_instance.archive-reader-2",
      "aws_rds_cluster_instance.archive-writer",
      "aws_rds_cluster_parameter_group.archive",
      "aws_s3_bucket.access-logs",
      "aws_s3_bucket.artifacts",
      "aws_s3_bucket_lifecycle_configuration.access-logs",
      "aws_s3_bucket_lifecycle_configuration.artifacts",
      "aws_s3_bucket_logging.artifacts",
      "aws_s3_bucket_ownership_controls.access-logs",
      "aws_s3_bucket_ownership_controls.artifacts",
      "aws_s3_bucket_policy.access-logs",
      "aws_s3_bucket_policy.artifacts",
      "aws_s3_bucket_public_access_block.access-logs",
      "aws_s3_bucket_public_access_block.artifacts",
      "aws_s3_bucket_server_side_encryption_configuration.access-logs",
      "aws_s3_bucket_server_side_encryption_configuration.artifacts",
      "aws_s3_bucket_versioning.access-logs",
      "aws_s3_bucket_versioning.artifacts",
      "aws_secretsmanager_secret.archive-password",
      "aws_secretsmanager_secret_version.archive-password",
      "aws_security_group.archive",
      "aws_vpc_security_group_ingress_rule.archive-from-sg-0b0b0b0b0b0b0b0b1",
      "aws_vpc_security_group_ingress_rule.archive-from-sg-0b0b0b0b0b0b0b0b2",
    ]);
  });

  it("haven't changed in iam", () => {
    const roles = [
      "artifacts-team-backend",
      "artifacts-team-data",
      "artifacts-team-frontend",
      "artifacts-team-integrations",
      "artifacts-team-ml",
      "builder-team-backend",
      "builder-team-frontend",
      "controller",
      "executor-team-backend",
      "executor-team-data",
      "executor-team-frontend",
      "executor-team-integrations",
      "executor-team-ml",
      "library-team-backend",
      "library-team-data",
      "library-team-frontend",
      "library-team-integrations",
      "library-team-ml",
      "notifier-team-data",
      "publisher-team-backend",
      "publisher-team-frontend",
      "secrets",
      "server",
      "signer-team-backend",
      "signer-team-frontend",
      "verifier-team-backend",
      "verifier-team-frontend",
    ];
    expect(of("iam")).toEqual([
      ...roles.map((role) => `aws_iam_role.${role}`),
      ...roles.map((role) => `aws_iam_role_policy.${role}`),
    ]);
  });

  it("haven't changed in state", () => {
    expect(of("state")).toEqual([
      "aws_kms_alias.state",
      "aws_kms_key.state",
      "aws_s3_bucket.state-bucket",
      "aws_s3_bucket.state-logs",
      "aws_s3_bucket_lifecycle_configuration.state-bucket",
      "aws_s3_bucket_lifecycle_configuration.state-logs",
      "aws_s3_bucket_logging.state-bucket",
      "aws_s3_bucket_ownership_controls.state-bucket",
      "aws_s3_bucket_ownership_controls.state-logs",
      "aws_s3_bucket_policy.state-bucket",
      "aws_s3_bucket_policy.state-logs",
      "aws_s3_bucket_public_access_block.state-bucket",
      "aws_s3_bucket_public_access_block.state-logs",
      "aws_s3_bucket_server_side_encryption_configuration.state-bucket",
      "aws_s3_bucket_server_side_encryption_configuration.state-logs",
      "aws_s3_bucket_versioning.state-bucket",
      "aws_s3_bucket_versioning.state-logs",
    ]);
  });

  it("don't depend on the environment: all others use a subset of them", () => {
    const known = new Set([...of("storage"), ...of("iam"), ...of("state")].map(withoutGroup));
    const others = exampleEnvironments().filter(({ cluster }) => cluster.identity === "irsa");
    for (const [id, stack] of Object.entries(synthesis(...others).stacks)) {
      if (!/-(state|storage|iam)$/.test(id)) continue;
      expect(addresses(stack).filter((address) => !known.has(withoutGroup(address)))).toEqual([]);
    }
  });
});

describe.each([
  ["eu-central-1", "irsa"],
  ["eu-central-1", "pod-identity"],
  ["cn-north-1", "irsa"],
  ["cn-north-1", "pod-identity"],
  ["us-gov-west-1", "irsa"],
  ["us-gov-west-1", "pod-identity"],
])("An environment in %s with %s", (region, identity) => {
  const { name, dnsSuffix } = partitionOf(region);
  const permissionsBoundaryArn = `arn:${name}:iam::123456789012:policy/boundary`;
  const { text, stacks } = synthesis(
    environment({
      ...everything,
      region,
      cluster: { identity },
      iam: { path: "/argo/", permissionsBoundaryArn },
      deploy: { roleArn: `arn:${name}:iam::123456789012:role/deploy` },
    }),
  );

  it("names ARNs of its own partition only", () => {
    const partitions = [...text.matchAll(/\barn:([a-z-]+):/g)].map(([, partition]) => partition);
    expect(partitions.length).toBeGreaterThan(50);
    expect([...new Set(partitions)]).toEqual([name]);
  });

  it("names ARNs of its own region and account only", () => {
    const places = [...text.matchAll(/\barn:[a-z-]+:(\w+):([a-z0-9-]*):(\w*):/g)].map(
      ([, service, where, account]) => `${service} ${where} ${account}`,
    );
    const foreign = places.filter(
      (place) =>
        !/^s3 {2}$/.test(place) &&
        place !== "iam  123456789012" &&
        place !== "iam  aws" &&
        !place.endsWith(` ${region} 123456789012`),
    );
    expect(foreign).toEqual([]);
  });

  it("names regional services by the DNS suffix of its partition", () => {
    const regional = [...text.matchAll(new RegExp(`[a-z0-9]+\\.${region}\\.([a-z.]+[a-z])`, "g"))];
    expect(regional.length).toBeGreaterThanOrEqual(4);
    expect([...new Set(regional.map(([, suffix]) => suffix))]).toEqual([dnsSuffix]);
  });

  it("gives every role the path and the boundary", () => {
    const roles = Object.values(stacks).flatMap(({ resource }) => Object.values(resource.aws_iam_role ?? {}));
    expect(roles).toHaveLength(14);
    for (const role of roles) {
      expect(role).toMatchObject({ path: "/argo/", permissions_boundary: permissionsBoundaryArn });
    }
  });
});

/** References to resources that the stack doesn't hold. */
function dangling(stack: Parameters<typeof addresses>[0]): string[] {
  const known = new Set(addresses(stack));
  const references = [...JSON.stringify(stack).matchAll(/\$\{((?:aws|kubernetes|helm)_\w+\.[\w-]+)\./g)].map(
    ([, address]) => address,
  );
  return references.filter((address): address is string => address !== undefined && !known.has(address));
}

function withoutGroup(address: string): string {
  return address.replace(/-from-sg-\w+$/, "");
}
