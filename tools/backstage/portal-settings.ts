import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const entityRef = z
  .string()
  .regex(/^(group|user):[a-z0-9-]+\/[\w.-]+$/i, "must be an entity reference such as group:default/platform");

const settings = z.strictObject({
  owner: entityRef,
  environments: z.array(z.string()).min(1, "must name at least one environment"),
  groups: z.record(z.string(), z.array(entityRef)).default({}),
  componentPages: z.boolean().default(false),
});

/** What the portal's files need and no other file has. */
export interface PortalSettings {
  /** Entity reference of the owner of all generated entities. */
  readonly owner: string;
  /** Environments in which the portal runs templates; the first one is the default. */
  readonly environments: readonly string[];
  /** Entity references of the Backstage groups that may use a team's namespace, by the team's name. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Whether the community plugin shows runs on the pages of components, to everyone who signed in. */
  readonly componentPages: boolean;
}

/** @throws Error that names the file and the field */
export function readPortalSettings(path: string): PortalSettings {
  const parsed = settings.safeParse(parse(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
