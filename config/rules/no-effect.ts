import { isDeepStrictEqual } from "node:util";
import { environmentFile } from "../environment";
import type { Draft, Violation } from "./violation";

/** Part of the file that does nothing as long as something is switched off. */
interface IdlePart {
  readonly section: "archive" | "artifacts" | "backstage" | "ingress" | "monitoring" | "tokens";
  /** Fields of the section; by default, all except `enabled`. */
  readonly fields?: readonly string[];
  readonly off: (draft: Draft) => boolean;
  /** Completes "has no effect while". */
  readonly why: string;
}

const parts: readonly IdlePart[] = [
  {
    section: "archive",
    off: ({ archive }) => archive?.enabled === false,
    why: "archive.enabled is false",
  },
  {
    section: "archive",
    fields: [
      ...["minCapacity", "maxCapacity", "readers", "engineVersion", "backupRetentionDays", "backupWindow"],
      ...["maintenanceWindow", "logRetentionDays", "deletionProtection"],
    ],
    off: ({ archive }) => archive?.enabled === true && archive.database !== undefined,
    why: "archive.database is set: the owner of that database decides about it",
  },
  {
    section: "artifacts",
    fields: ["retentionDays", "noncurrentDays", "intelligentTieringDays"],
    off: ({ artifacts }) => artifacts?.bucket !== undefined,
    why: "artifacts.bucket is set: the owner of that bucket decides how long it keeps objects",
  },
  {
    section: "artifacts",
    fields: ["accessLogDays"],
    off: ({ artifacts, state }) => artifacts?.bucket !== undefined && state?.bootstrap === "none",
    why: "artifacts.bucket is set and state.bootstrap is none: there are no such logs",
  },
  {
    section: "backstage",
    fields: ["namespace", "terminate", "userClaim", "userDomain"],
    off: ({ backstage }) => backstage?.enabled === false,
    why: "backstage.enabled is false",
  },
  {
    section: "ingress",
    fields: [
      ...["scheme", "className", "groupName", "idleTimeoutSeconds", "inboundCidrs"],
      ...["wafAclArn", "accessLogBucket", "deletionProtection"],
    ],
    off: ({ ingress }) => ingress?.enabled === false,
    why: "ingress.enabled is false",
  },
  {
    section: "monitoring",
    fields: ["serviceMonitorLabels"],
    off: ({ monitoring }) => monitoring?.serviceMonitor === false,
    why: "monitoring.serviceMonitor is false",
  },
  {
    section: "monitoring",
    fields: ["ruleLabels", "runbookUrl"],
    off: ({ monitoring }) => monitoring?.rules === false,
    why: "monitoring.rules is false",
  },
  {
    section: "monitoring",
    fields: ["alarmTopicArn"],
    off: ({ archive }) => archive?.enabled === false,
    why: "archive.enabled is false",
  },
  {
    section: "monitoring",
    fields: ["alarmTopicArn"],
    off: ({ archive }) => archive?.enabled === true && archive.database !== undefined,
    why: "archive.database is set: its owner watches it",
  },
  {
    section: "tokens",
    off: ({ backstage, login }) => backstage?.enabled === false && login !== undefined && !login.sso,
    why: "backstage.enabled is false and login.sso isn't set: there is no such token",
  },
];

/** A value other than the default in a section that is switched off: its author expects something that doesn't happen. */
export function noEffectRules(draft: Draft): Violation[] {
  return parts.filter(({ off }) => off(draft)).flatMap((part) => idleFields(part, draft));
}

function idleFields({ section, fields, why }: IdlePart, draft: Draft): Violation[] {
  const given: Record<string, unknown> = draft[section] ?? {};
  const usual: Record<string, unknown> = environmentFile.shape[section].parse(undefined);
  return Object.keys(given)
    .filter((key) => key !== "enabled" && (fields?.includes(key) ?? true))
    .filter((key) => !isDeepStrictEqual(given[key], usual[key]))
    .map((key) => ({ path: [section, key], message: `has no effect while ${why}; remove it` }));
}
