import { dataKeyAlias, statePrefix } from "../aws-naming";
import { covers } from "../values/arn-pattern";
import { ownBuckets } from "./own-buckets";
import type { Draft, Violation } from "./violation";

/** Something that an environment has for itself: if two have the same key, each of them reads the message. */
interface Possession {
  readonly key: string;
  readonly path: readonly PropertyKey[];
  /** @param other name of the other environment */
  readonly message: (other: string) => string;
}

/** Rules between environments: what two of them can't share. The keys of the result are environment names. */
export function sharedViolations(drafts: readonly Draft[]): Map<string, Violation[]> {
  const found = new Map<string, Violation[]>();
  const report = (draft: Draft, path: readonly PropertyKey[], message: string) =>
    found.set(draft.name, [...(found.get(draft.name) ?? []), { path, message }]);
  const owners = new Map<string, { draft: Draft; possession: Possession }>();
  for (const draft of drafts) {
    const shadowed = drafts.find((other) => draft.name.startsWith(`${other.name}-`));
    if (shadowed) {
      report(
        draft,
        [],
        `environment ${draft.name} begins with ${shadowed.name}-, so cdktf deploy '${shadowed.name}-*' would deploy it too; rename the file`,
      );
    }
    for (const { path, message } of foreignStatements(draft, drafts)) report(draft, path, message);
    const possessions = [
      ...stateOf(draft),
      ...dataKeyOf(draft),
      ...bucketsOf(draft),
      ...databaseOf(draft),
      ...clusterOf(draft),
      ...addressOf(draft),
    ];
    for (const possession of possessions) {
      const owner = owners.get(possession.key);
      if (owner === undefined) owners.set(possession.key, { draft, possession });
      else if (owner.draft !== draft) {
        report(draft, possession.path, possession.message(owner.draft.name));
        report(owner.draft, owner.possession.path, owner.possession.message(draft.name));
      }
    }
  }
  return found;
}

/** Rights of a team's own code reach nothing that another environment keeps its state or artifacts in, or is deployed with. */
function foreignStatements(draft: Draft, drafts: readonly Draft[]): Violation[] {
  const others = drafts.filter(({ name }) => name !== draft.name);
  return Object.entries(draft.teams ?? {}).flatMap(([team, { extraStatements }]) =>
    extraStatements.flatMap(({ Resource }, index) =>
      Resource.flatMap((resource, item): Violation[] => {
        const bucket = /^arn:[^:]*:s3:::([^/]+)/.exec(resource)?.[1];
        const owner = others.find(
          ({ state, deploy, artifacts, archive }) =>
            (bucket !== undefined && [state?.bucket, artifacts?.bucket].includes(bucket)) ||
            [artifacts?.kmsKeyArn, archive?.database?.secretKmsKeyArn].includes(resource) ||
            [deploy?.roleArn, deploy?.planRoleArn, state?.roleArn].includes(resource) ||
            covers(resource, archive?.database?.secretArn),
        );
        if (!owner) return [];
        const path = ["teams", team, "extraStatements", index, "Resource", item];
        const message = `has the state, the artifacts or the archive of environment ${owner.name}, or deploys it`;
        return [{ path, message }];
      }),
    ),
  );
}

function stateOf(draft: Draft): Possession[] {
  const { name, account, region, state } = draft;
  if (!state) return [];
  const prefix = statePrefix(name, state);
  const keys: Possession = {
    key: `state ${state.bucket}/${prefix}`,
    path: ["state", "bucket"],
    message: (other) =>
      `also has the state of environment ${other} under ${prefix}; give each environment its own bucket or keyPrefix`,
  };
  if (state.bootstrap === "none") return [keys];
  const alias = state.kmsKeyAlias ?? "";
  const path = ["state", "bootstrap"];
  return [
    keys,
    {
      key: `bucket ${state.bucket}`,
      path,
      message: (other) =>
        `creates bucket ${state.bucket}, and so does environment ${other}; set none in one of them`,
    },
    {
      key: `alias ${account ?? ""}/${region ?? ""}/${alias}`,
      path,
      message: (other) =>
        `creates ${alias}, and so does environment ${other}; give each its own key, or set none in one of them`,
    },
  ];
}

/** The storage stack creates it for its bucket and its database, if it has one of them. */
function dataKeyOf({ name, account, region, artifacts, archive }: Draft): Possession[] {
  if (!artifacts || !archive || (artifacts.bucket !== undefined && !archive.enabled)) return [];
  const alias = dataKeyAlias(name);
  return [
    {
      key: `alias ${account ?? ""}/${region ?? ""}/${alias}`,
      path: [],
      message: (other) =>
        `environment ${name} creates ${alias} for its data, and so does environment ${other} for its state; set another state.kmsKeyAlias there`,
    },
  ];
}

/** Names of buckets are unique in the whole partition. */
function bucketsOf({ name, account, state, artifacts }: Draft): Possession[] {
  if (!state || account === undefined) return [];
  const own = [...ownBuckets({ name, account, state, artifacts }).keys()].filter(
    (bucket) => bucket !== state.bucket,
  );
  return own.map((bucket) => ({
    key: `bucket ${bucket}`,
    ...(bucket === artifacts?.bucket
      ? {
          path: ["artifacts", "bucket"],
          message: (other: string) =>
            `is also a bucket of environment ${other}; a prefix belongs to a namespace, so give each environment its own bucket`,
        }
      : {
          path: ["state", "bucket"],
          message: (other: string) =>
            `leads to bucket ${bucket} in both this environment and ${other}; rename one of them`,
        }),
  }));
}

/** Argo's tables in a database have the workflows of every Argo that uses it, and its user reads all of them. */
function databaseOf({ archive }: Draft): Possession[] {
  const { enabled, database } = archive ?? {};
  if (enabled !== true || !database) return [];
  const { host, port, name } = database;
  const message = (other: string) =>
    `has database ${name}, which is also the archive of environment ${other}; give each environment its own database`;
  return [{ key: `database ${host}:${port}/${name}`, path: ["archive", "database", "host"], message }];
}

/** Namespaces, custom resources and cluster roles exist only once in a cluster. */
function clusterOf({ account, region, cluster }: Draft): Possession[] {
  if (!cluster) return [];
  const { name, kubeconfig, oidcProvider } = cluster;
  const message = (what: string) => (other: string) =>
    `${what} environment ${other}; a cluster can have only one environment`;
  const eks = `${account ?? ""}/${region ?? ""}/${name}`;
  return [
    {
      key: kubeconfig ? `context ${kubeconfig.path} ${kubeconfig.context}` : `cluster ${eks}`,
      path: kubeconfig ? ["cluster", "kubeconfig"] : ["cluster", "name"],
      message: message("is also the cluster of"),
    },
    ...(oidcProvider === undefined
      ? []
      : [
          {
            key: `issuer ${oidcProvider}`,
            path: ["cluster", "oidcProvider"],
            message: message("is also the issuer of the cluster of"),
          },
        ]),
  ];
}

/** A DNS name has one load balancer, or one gateway. */
function addressOf({ domain, ingress }: Draft): Possession[] {
  if (domain === undefined || !ingress || (!ingress.enabled && ingress.from.length === 0)) return [];
  const message = (other: string) =>
    `is also the domain of environment ${other}; Argo's server answers at argo.${domain} in only one of them`;
  return [{ key: `domain ${domain}`, path: ["domain"], message }];
}
