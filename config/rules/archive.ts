import { isAtLeast, readChart } from "../chart";
import { contains, linkLocal, sizeOf } from "../values/address-range";
import { dailyWindow, overlap, weeklyWindow } from "../values/time-window";
import { otherAccount, otherPartition } from "./arn-owner";
import type { Draft, Violation } from "./violation";

export function archiveRules(draft: Draft): Violation[] {
  const { archive } = draft;
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
  found.push(...login(archive), ...existingDatabase(draft));
  return found;
}

function login({ enabled, login, database }: NonNullable<Draft["archive"]>): Violation[] {
  if (login !== "iam") return [];
  const found: Violation[] = [];
  const path = ["archive", "login"];
  if (enabled && database) {
    const message =
      "must be password while archive.database is set: Argo logs in with the user and password of its secretArn";
    return [{ path, message }];
  }
  const { appVersion } = readChart();
  if (!isAtLeast(appVersion, 4, 1))
    found.push({
      path,
      message: `needs Argo 4.1 or later; helm/argo-workflows/Chart.yaml pins ${appVersion}`,
    });
  return found;
}

type Database = NonNullable<NonNullable<Draft["archive"]>["database"]>;

const databasePath = ["archive", "database"];

/** What a database of somebody else's needs. While the archive is off, all of it has no effect, and nothing is said. */
function existingDatabase(draft: Draft): Violation[] {
  const { enabled, database } = draft.archive ?? {};
  if (enabled !== true || !database) return [];
  return [...secret(database, draft), ...authority(database), ...ranges(database)];
}

/** External Secrets reads in the region of the environment, and a policy of this account opens no other account. */
function secret({ secretArn, secretKmsKeyArn }: Database, { account, region }: Draft): Violation[] {
  const arns = [
    { field: "secretArn", arn: secretArn, what: "a secret" },
    { field: "secretKmsKeyArn", arn: secretKmsKeyArn, what: "a key" },
  ];
  return [
    ...arns.flatMap(({ field, arn, what }) => [
      ...otherPartition([...databasePath, field], arn, region),
      ...otherAccount([...databasePath, field], arn, account),
      ...otherRegion([...databasePath, field], arn, region, what),
    ]),
    ...ofTeam(secretArn),
  ];
}

function otherRegion(
  at: readonly PropertyKey[],
  arn: string | undefined,
  region: string | undefined,
  what: string,
): Violation[] {
  const ofRegion = arn?.split(":")[3];
  if (ofRegion === undefined || region === undefined || ofRegion === region) return [];
  return [{ path: at, message: `is ${what} in ${ofRegion}; External Secrets reads in ${region}` }];
}

/** `<env>/argo/<namespace>/...`: a team's own code may read it. */
function ofTeam(secretArn: string): Violation[] {
  const name = secretArn.split(":").slice(6).join(":");
  if (!/^[^/]+\/argo\/[^/]+\//.test(name)) return [];
  const message =
    "is among the secrets of a team, whose own code may read it; keep it outside of <env>/argo/";
  return [{ path: [...databasePath, "secretArn"], message }];
}

/** Authorities of RDS aren't public ones; those of RDS Proxy are (AWS: RDS user guide, "Using SSL/TLS"). */
function authority({ host, rootCA }: Database): Violation[] {
  const ofRds = /\.rds\.amazonaws\.com(\.cn)?$/.test(host) && !/\.proxy-[a-z0-9]+\./.test(host);
  if (!ofRds || rootCA !== undefined) return [];
  const message =
    "must be set for a host of RDS, whose authorities aren't public ones; AWS has a bundle of certificates for each region";
  return [{ path: [...databasePath, "rootCA"], message }];
}

function ranges({ cidrs }: Database): Violation[] {
  return cidrs.flatMap((range, index): Violation[] => {
    const at = [...databasePath, "cidrs", index];
    if (sizeOf(range) > 2 ** 24)
      return [{ path: at, message: "is wider than a private network; name the ranges of the database" }];
    return contains(linkLocal, range) || contains(range, linkLocal)
      ? [{ path: at, message: "has link-local addresses; name the ranges of the database" }]
      : [];
  });
}
