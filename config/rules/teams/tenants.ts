import { teamNamespace } from "../../naming";
import type { Draft } from "../violation";

/** The program other than Argo that the environment file places in a namespace. */
export function tenantOf(namespace: string, { backstage, monitoring }: Draft): string | undefined {
  if (backstage?.enabled && namespace === backstage.namespace) return "Backstage";
  return namespace === monitoring?.namespace ? "Prometheus" : undefined;
}

/** The team whose workflows run in a namespace. */
export function workflowsOf(namespace: string, { teams }: Draft): string | undefined {
  const owner = Object.entries(teams ?? {}).find(([name, team]) => teamNamespace(name, team) === namespace);
  return owner && `team ${owner[0]}`;
}
