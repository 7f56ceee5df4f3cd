import { otherAccount, otherPartition } from "./arn-owner";
import type { Draft, Violation } from "./violation";

export function certificateArnRules(draft: Draft): Violation[] {
  const { account, region, certificateArn, ingress } = draft;
  const path = ["certificateArn"];
  const found = [
    ...otherPartition(path, certificateArn, region),
    ...otherAccount(path, certificateArn, account),
  ];
  const certificateRegion = certificateArn?.split(":")[3];
  if (region !== undefined && certificateRegion !== undefined && certificateRegion !== region)
    found.push({
      path,
      message: `is a certificate in ${certificateRegion}; a load balancer in ${region} needs one in ${region}`,
    });
  // If the certificate is wrong, the draft doesn't have the key at all.
  if (ingress?.enabled && "certificateArn" in draft && certificateArn === undefined)
    found.push({
      path,
      message: "must be set while ingress.enabled is true: the load balancer accepts only HTTPS",
    });
  return found;
}
