import { accessLogBucketName, databaseName, roleNames } from "../aws-naming";
import { tooLong } from "./composed-name";
import type { Draft, Violation } from "./violation";

/** The name of the environment is part of names in AWS and Kubernetes that have limits. */
export function environmentNameRules({ name, account }: Draft): Violation[] {
  return [
    // RDS (API CreateDBClusterParameterGroup) and S3 ("Bucket naming rules") refuse such names.
    ...(name.includes("--") ? [refused("has two hyphens in a row, which RDS refuses")] : []),
    ...(/^(sthree-|amzn-s3-demo-)/.test(name) ? [refused("begins like a name that S3 reserves")] : []),
    ...(account === undefined ? [] : tooLong([], "S3 bucket", accessLogBucketName({ name, account }), 63)),
    ...tooLong([], "IAM role", roleNames.databaseMonitoring(name), 64),
    ...tooLong([], "IAM role", roleNames.controller(name), 64),
    ...tooLong([], "RDS cluster", databaseName(name), 63 - "-reader-15".length),
    ...tooLong([], "Kubernetes label value", name, 63),
  ];
}

function refused(why: string): Violation {
  return { path: [], message: `has a name that ${why}; rename the file` };
}
