import { dataKeyAlias, signingKeyAlias, stateLogBucketName } from "../aws-naming";
import { teamNamespace } from "../naming";
import { partitionOf } from "../values/partition";
import { otherAccount, otherPartition } from "./arn-owner";
import { tooLong } from "./composed-name";
import { ownBuckets } from "./own-buckets";
import type { Draft, Violation } from "./violation";

export function stateRules(draft: Draft): Violation[] {
  const { account, region, state } = draft;
  if (!state) return [];
  const path = ["state", "roleArn"];
  return [
    ...otherPartition(path, state.roleArn, region),
    ...otherAccount(path, state.roleArn, state.account ?? account, "the account of the state bucket"),
    ...stateRegion(draft),
    ...ownNames(draft),
    ...bootstrap(draft),
  ];
}

function stateRegion({ region, state }: Draft): Violation[] {
  if (region === undefined || state?.region === undefined) return [];
  const [own, other] = [partitionOf(region).name, partitionOf(state.region).name];
  if (own === other) return [];
  const message = `is in partition ${other}, but region ${region} is in ${own}`;
  return [{ path: ["state", "region"], message }];
}

/** The storage stack creates these itself, and keeps its state in the state bucket. */
function ownNames({ name, account, state, artifacts, teams = {} }: Draft): Violation[] {
  const found: Violation[] = [];
  if (!state) return found;
  if (state.kmsKeyAlias === dataKeyAlias(name)) {
    found.push({
      path: ["state", "kmsKeyAlias"],
      message: "is the alias of the key for artifacts; use another key for the state",
    });
  }
  for (const [team, entry] of Object.entries(teams)) {
    if (state.kmsKeyAlias !== signingKeyAlias(name, teamNamespace(team, entry))) continue;
    const message = `is the alias of the signing key of team ${team}; use another key for the state`;
    found.push({ path: ["state", "kmsKeyAlias"], message });
  }
  if (account === undefined) return found;
  const buckets = ownBuckets({ name, account, state: undefined, artifacts });
  for (const bucket of [state.bucket, stateLogBucketName(state.bucket)]) {
    const what = buckets.get(bucket);
    if (what === undefined) continue;
    const message = `leads to ${bucket}, which is ${what}; use another bucket for the state`;
    found.push({ path: ["state", "bucket"], message });
  }
  return found;
}

function bootstrap({ account, region, state }: Draft): Violation[] {
  if (!state || state.bootstrap === "none") return [];
  const found = tooLong(["state", "bucket"], "S3 bucket", stateLogBucketName(state.bucket), 63);
  if (state.kmsKeyAlias === undefined) {
    found.push({
      path: ["state", "kmsKeyAlias"],
      message: `must be set while state.bootstrap is ${state.bootstrap}: the state stack creates the key`,
    });
  }
  if (account !== undefined && state.account !== undefined && state.account !== account) {
    found.push({
      path: ["state", "bootstrap"],
      message: `can't create a bucket in account ${state.account}; this environment deploys to ${account}`,
    });
  }
  if (region !== undefined && state.region !== undefined && state.region !== region) {
    found.push({
      path: ["state", "bootstrap"],
      message: `can't create a bucket in ${state.region}; this environment deploys to ${region}`,
    });
  }
  return found;
}
