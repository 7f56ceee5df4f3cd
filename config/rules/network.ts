import type { Draft, Violation } from "./violation";

export function networkRules({ archive, network }: Draft): Violation[] {
  if (!archive?.enabled || !network || network.databaseSubnetIds.length >= 2) return [];
  const message =
    "must name at least two subnets in different Availability Zones while archive.enabled is true";
  return [{ path: ["network", "databaseSubnetIds"], message }];
}
