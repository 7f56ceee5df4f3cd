import { contains, linkLocal, sizeOf } from "../values/address-range";
import { otherAccount, otherPartition } from "./arn-owner";
import type { Draft, Violation } from "./violation";

type Database = NonNullable<NonNullable<Draft["archive"]>["database"]>;

const path = ["archive", "database"];

/** What a database of somebody else's needs. While the archive is off, all of it has no effect, and nothing is said. */
export function archiveDatabaseRules(draft: Draft): Violation[] {
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
      ...otherPartition([...path, field], arn, region),
      ...otherAccount([...path, field], arn, account),
      ...otherRegion([...path, field], arn, region, what),
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
  return [{ path: [...path, "secretArn"], message }];
}

/** Authorities of RDS aren't public ones; those of RDS Proxy are (AWS: RDS user guide, "Using SSL/TLS"). */
function authority({ host, rootCA }: Database): Violation[] {
  const ofRds = /\.rds\.amazonaws\.com(\.cn)?$/.test(host) && !/\.proxy-[a-z0-9]+\./.test(host);
  if (!ofRds || rootCA !== undefined) return [];
  const message =
    "must be set for a host of RDS, whose authorities aren't public ones; AWS has a bundle of certificates for each region";
  return [{ path: [...path, "rootCA"], message }];
}

function ranges({ cidrs }: Database): Violation[] {
  return cidrs.flatMap((range, index): Violation[] => {
    const at = [...path, "cidrs", index];
    if (sizeOf(range) > 2 ** 24)
      return [{ path: at, message: "is wider than a private network; name the ranges of the database" }];
    return contains(linkLocal, range)
      ? [{ path: at, message: "has link-local addresses only; name the ranges of the database" }]
      : [];
  });
}
