import type { AwsCall } from "../../lab/aws-emulator";

/** How one resource is read back: the call, the values of the JSON, and how to get the same values from the answer. */
export interface Reading {
  readonly call: AwsCall;
  readonly expected: unknown;
  readonly seen: (answer: unknown) => unknown;
}

/** A resource of the JSON with its references resolved. */
export interface Resource {
  /** Arguments as in the JSON. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Attributes that AWS gave the resource, from the state. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Tags that every resource gets. */
  readonly defaultTags: unknown;
}

export type Reader = (resource: Resource) => Reading[];
