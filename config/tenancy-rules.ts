import type { EnvironmentFile } from "./environment";
import { controlPlaneNamespace, teamNamespace } from "./naming";
import type { Draft, Violation } from "./rules";
import { sizeOf } from "./values/address-range";
import { type ContainerSizes, containerSizesOf, executorLimits } from "./values/container-sizes";
import { mebibytes, milliCpu } from "./values/quantity";

type TeamEntry = EnvironmentFile["teams"][string];

const measures = [
  ["cpu", milliCpu],
  ["memory", mebibytes],
] as const;

/** Rules of workflow namespaces: what Kubernetes would refuse, what could never run, what would have no effect. */
export function tenancyRules(draft: Draft): Violation[] {
  const teams = Object.entries(draft.teams ?? {});
  return [
    ...serviceRange(draft),
    ...groupsOfOneTeam(teams),
    ...teams.flatMap(([name, team]) => [
      ...containerSizes(name, team),
      ...parallelism(name, team, draft),
      ...groupsWithoutLogin(name, team, draft),
      ...foreignNamespace(name, team, draft),
      ...deployTargets(name, team, draft),
    ]),
  ];
}

/** The tenth address answers DNS, the first one is the API server's. */
function serviceRange({ cluster }: Draft): Violation[] {
  if (!cluster || sizeOf(cluster.serviceCidr) >= 16) return [];
  return [
    { path: ["cluster", "serviceCidr"], message: "must hold at least 16 addresses, such as 172.20.0.0/16" },
  ];
}

/**
 * Kubernetes refuses a LimitRange whose request, default and maximum don't rise (API LimitRange), and every pod of a
 * workflow if Argo's own containers are beyond the maximum.
 */
function containerSizes(name: string, team: TeamEntry): Violation[] {
  const sizes = containerSizesOf(team);
  const { containers, quota } = team;
  return measures.flatMap(([what, amountOf]) => {
    const needed = executorLimits[what];
    const beyond = (kind: keyof ContainerSizes, limit: string, allowed: string): Violation[] => {
      if (amountOf(sizes[kind][what]) <= amountOf(allowed)) return [];
      const message = `is more than ${limit}.${what} (${allowed}); lower it, or raise the other`;
      return [{ path: ["teams", name, "containers", kind, what], message }];
    };
    const cramped = containers.max[what] === undefined ? ["quota", what] : ["containers", "max", what];
    return [
      ...beyond("request", "containers.default", sizes.default[what]),
      ...beyond("default", "containers.max", sizes.max[what]),
      ...beyond("max", "quota", quota[what]),
      ...(amountOf(sizes.max[what]) < amountOf(needed)
        ? [
            {
              path: ["teams", name, ...cramped],
              message: `is less than Argo's own containers need (${needed})`,
            },
          ]
        : []),
    ];
  });
}

function parallelism(name: string, team: TeamEntry, { controller }: Draft): Violation[] {
  const path = ["teams", name, "parallelism"];
  const found: Violation[] = [];
  if (team.parallelism === undefined) return found;
  if (controller && team.parallelism > controller.parallelism) {
    found.push({
      path,
      message: `is more than the whole cluster runs at once (controller.parallelism: ${controller.parallelism})`,
    });
  }
  if (team.parallelism > team.quota.pods) {
    found.push({
      path,
      message: `is more than the pods that may exist at once (quota.pods: ${team.quota.pods})`,
    });
  }
  return found;
}

function groupsWithoutLogin(name: string, { groups }: TeamEntry, { login }: Draft): Violation[] {
  if (groups.length === 0 || !login || login.modes.includes("sso")) return [];
  const message = "has no effect while login.modes lacks sso; add it there, or remove the list";
  return [{ path: ["teams", name, "groups"], message }];
}

function groupsOfOneTeam(teams: readonly [string, TeamEntry][]): Violation[] {
  const owners = new Map<string, string>();
  return teams.flatMap(([name, { groups }]) =>
    groups.flatMap((group, index) => {
      const owner = owners.get(group);
      owners.set(group, owner ?? name);
      if (owner === undefined) return [];
      const message = `is team ${owner}'s group already; its members would run workflows in both namespaces`;
      return [{ path: ["teams", name, "groups", index], message }];
    }),
  );
}

function foreignNamespace(name: string, team: TeamEntry, draft: Draft): Violation[] {
  const namespace = teamNamespace(name, team);
  const tenant = tenantOf(namespace, draft);
  if (tenant === undefined) return [];
  const path = ["teams", name, ...(team.namespace === undefined ? [] : ["namespace"])];
  return [{ path, message: `puts the team into namespace ${namespace}, where ${tenant} runs` }];
}

/**
 * Who changes the control plane is its master, and who deploys to a workflow namespace gets the AWS role of the team
 * whose it is: its own, beside what its templates allow, or another one's.
 */
function deployTargets(name: string, { deployTo }: TeamEntry, draft: Draft): Violation[] {
  return deployTo.flatMap((namespace, index) => {
    const reserved = namespace === "default" || namespace.startsWith("kube-");
    const tenant =
      namespace === controlPlaneNamespace
        ? "Argo itself"
        : (tenantOf(namespace, draft) ?? workflowsOf(namespace, draft));
    if (!reserved && tenant === undefined) return [];
    const message = reserved
      ? "is reserved; deploy to a namespace of the application's own"
      : `is where ${tenant} runs; deploy to a namespace of the application's own`;
    return [{ path: ["teams", name, "deployTo", index], message }];
  });
}

/** Programs beside Argo whose namespaces the environment file knows. */
function tenantOf(namespace: string, { backstage, monitoring }: Draft): string | undefined {
  if (backstage?.enabled && namespace === backstage.namespace) return "Backstage";
  return namespace === monitoring?.namespace ? "Prometheus" : undefined;
}

function workflowsOf(namespace: string, { teams }: Draft): string | undefined {
  const owner = Object.entries(teams ?? {}).find(([name, team]) => teamNamespace(name, team) === namespace);
  return owner && `a workflow of team ${owner[0]}`;
}
