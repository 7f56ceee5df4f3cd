import type { EnvironmentFile } from "./environment";
import * as naming from "./naming";
import { tagRules } from "./tag-rules";
import { teamRules } from "./team-rules";
import { tenancyRules } from "./tenancy-rules";
import { partitionOf } from "./values/partition";
import { dailyWindow, overlap, weeklyWindow } from "./values/time-window";
import { workflowsRules } from "./workflows-rules";

/**
 * The sections of an environment file that are right by themselves. Rules that need a section that isn't there
 * stay silent: its own mistakes are reported already.
 */
export interface Draft extends Partial<EnvironmentFile> {
  /** The environment's name: the file's name without `.yaml`. */
  readonly name: string;
}

/** A broken rule: the field that must change, and why. */
export interface Violation {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Rules that look at more than one field of one environment. */
export function violations(draft: Draft): Violation[] {
  return [
    ...nameLimits(draft),
    ...partitions(draft),
    ...accounts(draft),
    ...archiveRules(draft),
    ...stateRules(draft),
    ...clusterRules(draft),
    ...tagRules(draft),
    ...teamRules(draft),
    ...tenancyRules(draft),
    ...workflowsRules(draft),
  ];
}

/** Limits of AWS and Kubernetes on names that are composed of several fields. */
function nameLimits({ name, account, state, teams }: Draft): Violation[] {
  const found: Violation[] = [];
  const limit = (path: readonly PropertyKey[], what: string, composed: string, max: number) => {
    if (composed.length > max) {
      found.push({
        path,
        message: `makes the ${what} ${composed}, ${composed.length} characters long; at most ${max} are allowed`,
      });
    }
  };
  if (account !== undefined) limit([], "S3 bucket", naming.accessLogBucketName({ name, account }), 63);
  if (state && state.bootstrap !== "none")
    limit(["state", "bucket"], "S3 bucket", naming.stateLogBucketName(state.bucket), 63);
  for (const role of [naming.roleNames.databaseMonitoring(name), naming.roleNames.controller(name)])
    limit([], "IAM role", role, 64);
  limit([], "RDS cluster", naming.databaseName(name), 63 - "-reader-15".length);
  limit([], "Kubernetes label value", name, 63);
  for (const [team, entry] of Object.entries(teams ?? {})) {
    const namespace = naming.teamNamespace(team, entry);
    const path = ["teams", team, ...(entry.namespace === undefined ? [] : ["namespace"])];
    limit(path, "IAM role", naming.roleNames.executor(name, namespace), 64);
    limit(path, "Helm release", naming.tenancyRelease(namespace), 53);
  }
  return found;
}

function partitions({ region, state, deploy, iam, certificateArn }: Draft): Violation[] {
  if (region === undefined) return [];
  const { name: partition } = partitionOf(region);
  const found: Violation[] = [];
  const arns: [readonly PropertyKey[], string | undefined][] = [
    [["state", "roleArn"], state?.roleArn],
    [["deploy", "roleArn"], deploy?.roleArn],
    [["iam", "permissionsBoundaryArn"], iam?.permissionsBoundaryArn],
    [["certificateArn"], certificateArn],
  ];
  for (const [path, arn] of arns) {
    const other = arn?.split(":")[1];
    if (other !== undefined && other !== partition) {
      found.push({ path, message: `is of partition ${other}, but region ${region} is of ${partition}` });
    }
  }
  const certificateRegion = certificateArn?.split(":")[3];
  if (certificateRegion !== undefined && certificateRegion !== region) {
    found.push({
      path: ["certificateArn"],
      message: `is a certificate of ${certificateRegion}; a load balancer in ${region} takes only one of ${region}`,
    });
  }
  if (state?.region !== undefined && partitionOf(state.region).name !== partition) {
    found.push({
      path: ["state", "region"],
      message: `is of partition ${partitionOf(state.region).name}, but region ${region} is of ${partition}`,
    });
  }
  return found;
}

/** Roles live in the account that they are for: Terraform refuses to work in any other one. */
function accounts({ account, state, deploy, iam }: Draft): Violation[] {
  const found: Violation[] = [];
  const mustBeOf = (
    path: readonly PropertyKey[],
    arn: string | undefined,
    owner: string | undefined,
    whose: string,
  ) => {
    const other = arn?.split(":")[4];
    if (other !== undefined && owner !== undefined && other !== owner) {
      found.push({ path, message: `belongs to account ${other}, but ${whose} is ${owner}` });
    }
  };
  mustBeOf(["deploy", "roleArn"], deploy?.roleArn, account, "account");
  mustBeOf(["iam", "permissionsBoundaryArn"], iam?.permissionsBoundaryArn, account, "account");
  if (state)
    mustBeOf(["state", "roleArn"], state.roleArn, state.account ?? account, "the state bucket's account");
  return found;
}

function archiveRules({ archive, network, cluster }: Draft): Violation[] {
  const found: Violation[] = [];
  if (!archive) return found;
  if (archive.minCapacity > archive.maxCapacity) {
    found.push({
      path: ["archive", "minCapacity"],
      message: `is more than maxCapacity (${archive.maxCapacity})`,
    });
  }
  const backup = dailyWindow(archive.backupWindow);
  const maintenance = weeklyWindow(archive.maintenanceWindow);
  if (backup.minutes < 30)
    found.push({ path: ["archive", "backupWindow"], message: "must last at least 30 minutes" });
  if (maintenance.minutes < 30 || maintenance.minutes > 24 * 60) {
    found.push({ path: ["archive", "maintenanceWindow"], message: "must last 30 minutes to 24 hours" });
  }
  if (overlap(backup, maintenance)) {
    found.push({
      path: ["archive", "maintenanceWindow"],
      message: `overlaps backupWindow (${archive.backupWindow}); AWS refuses that`,
    });
  }
  if (!archive.enabled) return found;
  if (network && network.databaseSubnetIds.length < 2) {
    found.push({
      path: ["network", "databaseSubnetIds"],
      message: "must name at least two subnets in different zones while archive.enabled is true",
    });
  }
  if (cluster && cluster.securityGroupIds.length === 0) {
    found.push({
      path: ["cluster", "securityGroupIds"],
      message:
        "must name the nodes' security groups while archive.enabled is true, or Argo can't reach the database",
    });
  }
  return found;
}

function stateRules({ name, account, region, state }: Draft): Violation[] {
  if (!state || state.bootstrap === "none") return [];
  const found: Violation[] = [];
  if (account !== undefined && state.account !== undefined && state.account !== account) {
    found.push({
      path: ["state", "bootstrap"],
      message: `can't make a bucket in account ${state.account}; this environment deploys to ${account}`,
    });
  }
  if (region !== undefined && state.region !== undefined && state.region !== region) {
    found.push({
      path: ["state", "bootstrap"],
      message: `can't make a bucket in ${state.region}; this environment deploys to ${region}`,
    });
  }
  if (state.kmsKeyAlias === naming.dataKeyAlias(name)) {
    found.push({
      path: ["state", "kmsKeyAlias"],
      message: "is the alias of the artifact key; give the state a key of its own",
    });
  }
  return found;
}

function clusterRules({ cluster }: Draft): Violation[] {
  if (cluster?.identity !== "irsa" || cluster.oidcProvider !== undefined) return [];
  return [{ path: ["cluster", "oidcProvider"], message: "must be given while cluster.identity is irsa" }];
}
