import type { AwsCall } from "../../lab/aws-emulator";

/** How one resource is read back: what is asked, what the JSON says, and what the answer means in the same words. */
export interface Reading {
  readonly call: AwsCall;
  readonly expected: unknown;
  readonly seen: (answer: unknown) => unknown;
}

/** A resource of the JSON with its references resolved. */
export interface Resource {
  /** Arguments as in the JSON. */
  readonly json: Readonly<Record<string, unknown>>;
  /** What Terraform learned from AWS. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Tags that every resource gets. */
  readonly defaultTags: unknown;
}

export type Reader = (resource: Resource) => Reading[];
