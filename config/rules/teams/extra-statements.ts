import { databaseAdminUser, databaseIamUser } from "../../aws-naming";
import { covers } from "../../values/arn-pattern";
import { extraServices, isExtraAction, withoutResource } from "../../values/extra-services";
import { partitionOf } from "../../values/partition";
import { ownBuckets } from "../own-buckets";
import type { Draft, TeamEntry, Violation } from "../violation";

type Statement = TeamEntry["extraStatements"][number];

/** All inline policies of a role together can have 10,240 characters (AWS: IAM quotas); the rest of ours needs less. */
const longestStatements = 6_000;

/** Rights of a team's own code may reach nothing that belongs to Argo or another team. */
export function extraStatementsRules(draft: Draft): Violation[] {
  return Object.entries(draft.teams ?? {}).flatMap(([name, { extraStatements }]) => {
    const path = ["teams", name, "extraStatements"];
    const size = JSON.stringify(extraStatements).length;
    const message = `takes ${size} characters in the policy of the team's role; the limit is ${longestStatements}`;
    return [
      ...(size > longestStatements ? [{ path, message }] : []),
      ...extraStatements.flatMap((statement, index) =>
        [...actions(statement), ...resources(statement, draft)].map((found) => ({
          path: [...path, index, ...found.path],
          message: found.message,
        })),
      ),
    ];
  });
}

function actions({ Action }: Statement): Violation[] {
  return Action.flatMap((action, index): Violation[] => {
    if (isExtraAction(action)) return [];
    const [service = ""] = action.split(":");
    const known = Object.hasOwn(extraServices, service) ? extraServices[service] : undefined;
    const message = known
      ? `could reach other teams or make programs; of ${service}, these are allowed: ${known.actions?.join(", ") ?? "all"}`
      : `is of no service of data or messages that can be named here: ${Object.keys(extraServices).join(", ")}. Make a role that may do it, and let the team assume that (sts:AssumeRole)`;
    return [{ path: ["Action", index], message }];
  });
}

function resources({ Action, Resource }: Statement, draft: Draft): Violation[] {
  const services = [...new Set(Action.map((action) => action.split(":")[0] ?? ""))];
  return Resource.flatMap((resource, index): Violation[] => {
    const message =
      resource === "*"
        ? everything(Action)
        : (misplaced(resource, services, draft) ?? foreign(resource, draft));
    return message === undefined ? [] : [{ path: ["Resource", index], message }];
  });
}

function everything(actions: readonly string[]): string | undefined {
  const limited = actions.find((action) => !withoutResource.includes(action));
  return limited === undefined ? undefined : `is every resource; name those of ${limited}`;
}

function misplaced(resource: string, services: readonly string[], { region }: Draft): string | undefined {
  const [, partition = "", service = ""] = resource.split(":");
  const owner = service === "iam" ? "sts" : service;
  if (!services.includes(owner)) return `is of ${service}, but no action of the statement is`;
  if (region !== undefined && partition !== partitionOf(region).name)
    return `is in partition ${partition}, but region ${region} is in ${partitionOf(region).name}`;
  return undefined;
}

/** Why nobody but Argo, or the platform, reaches the resource. */
function foreign(resource: string, draft: Draft): string | undefined {
  const [, , service = "", , account = "", ...rest] = resource.split(":");
  const name = rest.join(":");
  const ofAws = service === "s3" || (service === "bedrock" && name.startsWith("foundation-model/"));
  if (!ofAws && account === "") return "names no account; write it";
  switch (service) {
    case "s3":
      return bucket(name.split("/")[0] ?? "", draft);
    case "secretsmanager":
      return secret(name, resource, draft);
    case "iam":
      return role(name, draft);
    case "kms":
      return key(name, resource, draft);
    case "rds-db":
      return databaseUser(name, draft);
    default:
      return (untyped.includes(service) ? /^[*?]/ : /^([\w-]+[/:])?[*?]|^[\w-]*[*?]/).test(name)
        ? "is every resource of its kind; name one, or the beginning of its name"
        : undefined;
  }
}

function key(name: string, resource: string, { artifacts, archive }: Draft): string | undefined {
  if (!/^key\/[a-f0-9-]{1,64}$/.test(name)) return "must name one key by its ID: key/...";
  if (resource === archive?.database?.secretKmsKeyArn) return "is the key of the archive's password";
  return resource === artifacts?.kmsKeyArn ? "is the key of all teams' artifacts" : undefined;
}

/** Services whose ARNs have the name of the resource without its kind. */
const untyped = ["sns", "sqs"];

function bucket(
  name: string,
  { name: environment, account = "", state, artifacts }: Draft,
): string | undefined {
  if (name === "accesspoint") return "is an access point, which doesn't show its bucket; name the bucket";
  if (/[*?]/.test(name)) return "has a wildcard in the name of the bucket; name one bucket";
  const own = ownBuckets({ name: environment, account, state, artifacts }).get(name);
  if (own !== undefined) return `is ${own}; steps read and write their artifacts without a statement`;
  if (name === state?.bucket) return "is the bucket of the Terraform state";
  if (/-argo-artifacts(-logs)?-\d{12}$/.test(name)) return "is the bucket of an environment's artifacts";
  return undefined;
}

/** `<env>/argo/...`: secrets of Argo and of the teams. */
function secret(name: string, resource: string, { archive }: Draft): string | undefined {
  if (covers(resource, archive?.database?.secretArn)) return "is or includes the password of the archive";
  const path = name.replace(/^secret:/, "");
  const literal = path.replace(/[*?].*$/s, "");
  const [, rest] = /^[^/]*\/(.*)$/s.exec(literal) ?? [];
  const open = literal !== path;
  const reaches =
    rest === undefined
      ? open && !literal.includes("/")
      : rest.startsWith("argo/") || (open && "argo/".startsWith(rest));
  if (!reaches) return undefined;
  return "can be a secret of Argo or another team; keep it outside of <env>/argo/, or set secretsInWorkflows for the team's own";
}

/** `<env>-argo-...`: roles of this project. */
function role(name: string, { deploy, state }: Draft): string | undefined {
  if (!/^role\/[\w+=,.@/-]+$/.test(name)) return "must be one role, without wildcards";
  const last = name.slice(name.lastIndexOf("/") + 1);
  if (
    /-argo-(server|controller|secrets|github|executor|artifacts|library|builder|caches|publisher|signer|verifier)/.test(
      last,
    )
  )
    return "is a role of Argo or of a team";
  const platform = [deploy?.roleArn, deploy?.planRoleArn, state?.roleArn];
  if (platform.some((arn) => arn?.endsWith(`:${name}`))) return "is a role that deploys this project";
  return undefined;
}

function databaseUser(name: string, { name: environment }: Draft): string | undefined {
  const [, cluster = "", user = ""] = /^dbuser:([^/]*)\/(.*)$/.exec(name) ?? [];
  if (!/^[\w-]+$/.test(cluster) || !/^[\w-]+$/.test(user))
    return "must be one user of one database: dbuser:<resource ID>/<user>";
  const argos = [databaseIamUser(environment), databaseAdminUser];
  return argos.includes(user) ? "is Argo's own database user" : undefined;
}
