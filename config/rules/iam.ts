import { otherAccount, otherPartition } from "./arn-owner";
import type { Draft, Violation } from "./violation";

export function iamRules({ account, region, iam }: Draft): Violation[] {
  const path = ["iam", "permissionsBoundaryArn"];
  const boundary = iam?.permissionsBoundaryArn;
  return [
    ...otherPartition(path, boundary, region),
    ...otherAccount(path, boundary, account),
    ...reservedPath(iam?.path),
  ];
}

/** AWS makes these roles itself (IAM: service-linked roles, roles of IAM Identity Center). */
function reservedPath(path = ""): Violation[] {
  const reserved = ["/aws-service-role/", "/aws-reserved/"].find((each) =>
    path.toLowerCase().startsWith(each),
  );
  if (reserved === undefined) return [];
  return [
    { path: ["iam", "path"], message: `begins with ${reserved}, which AWS reserves; choose another path` },
  ];
}
