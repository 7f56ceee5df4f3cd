import { roleNames } from "../../aws-naming";
import { controlPlaneNamespace, teamNamespace, tenancyRelease } from "../../naming";
import { tooLong } from "../composed-name";
import type { Draft, Violation } from "../violation";
import { tenantOf } from "./tenants";

export function namespaceRules(draft: Draft): Violation[] {
  const found: Violation[] = [];
  const namespaces = new Map<string, string>();
  for (const [name, team] of Object.entries(draft.teams ?? {})) {
    const namespace = teamNamespace(name, team);
    const path = ["teams", name, ...(team.namespace === undefined ? [] : ["namespace"])];
    found.push(...tooLong(path, "IAM role", roleNames.artifacts(draft.name, namespace), 64));
    found.push(...tooLong(path, "Helm release", tenancyRelease(namespace), 53));
    const neighbor = namespaces.get(namespace);
    if (neighbor !== undefined)
      found.push({
        path,
        message: `puts the team into namespace ${namespace}, which belongs to team ${neighbor}`,
      });
    namespaces.set(namespace, name);
    if (namespace === controlPlaneNamespace || namespace === "default" || namespace.startsWith("kube-")) {
      found.push({
        path,
        message: `puts the team into namespace ${namespace}, which is reserved; no team can run workflows there`,
      });
    }
    const tenant = tenantOf(namespace, draft);
    if (tenant !== undefined)
      found.push({ path, message: `puts the team into namespace ${namespace}, where ${tenant} runs` });
  }
  return found;
}
