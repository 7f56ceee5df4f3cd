import type { Environment, Team } from "../../config/environment";
import type { Lab } from "../lab/lab";
import { Cluster } from "../shared/cluster";
import type { Table } from "../shared/table";

const restricted = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  runAsUser: 1000,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

const largest = { cpu: "8", memory: "32Gi" };

/** Pod Security, quota and limits of each team's namespace admit and refuse pods according to the environment file. */
export async function admissionRows(table: Table, lab: Lab, environment: Environment): Promise<void> {
  const cluster = new Cluster(lab);
  for (const team of environment.teams) {
    const attempt = (spec: object): Promise<string> =>
      cluster.refusal(() =>
        lab.api.post(`/api/v1/namespaces/${team.namespace}/pods?dryRun=All&fieldValidation=Strict`, {
          metadata: { name: "candidate" },
          spec,
        }),
      );
    await table.row(
      `${environment.name}: ${team.namespace} admits restricted, root (if it builds images), privileged, too large, too many`,
      [
        "allowed",
        team.buildsImages ? "allowed" : "403 violates PodSecurity",
        "403 violates PodSecurity",
        "403 Forbidden",
        "403 Forbidden",
      ],
      async () => [
        await attempt(containers(1, restricted)),
        await attempt(containers(1, {})),
        await attempt(containers(1, { privileged: true })),
        await attempt(containers(1, restricted, { cpu: "1000", memory: largest.memory })),
        await attempt(containers(beyond(team), restricted, team.containers.max)),
      ],
    );
  }
}

/** The number of containers of the largest size that exceeds the quota's processors. */
function beyond({ quota, containers: { max } }: Team): number {
  return Math.floor(Number(quota.cpu) / Number(max.cpu)) + 1;
}

function containers(count: number, securityContext: object, limits?: object): object {
  return {
    containers: Array.from({ length: count }, (_, index) => ({
      name: `c${index}`,
      image: "busybox",
      command: ["true"],
      securityContext,
      ...(limits && { resources: { limits } }),
    })),
  };
}
