/** A group of AWS regions that has its own ARNs, credentials and DNS names. */
export interface Partition {
  readonly name: "aws" | "aws-cn" | "aws-us-gov";
  /** Last part of the DNS names of AWS services. */
  readonly dnsSuffix: "amazonaws.com" | "amazonaws.com.cn";
}

/** The partition that a region belongs to. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return { name: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  if (region.startsWith("us-gov-")) return { name: "aws-us-gov", dnsSuffix: "amazonaws.com" };
  return { name: "aws", dnsSuffix: "amazonaws.com" };
}
