import { createHash } from "node:crypto";

import { InputError } from "@backstage/errors";

/** What makes a submission the same one when it is tried again. */
export interface SubmissionIdentity {
  readonly taskId: string;
  readonly stepId: string;
  /** What is submitted; two iterations of an `each` differ in it. */
  readonly content: unknown;
}

/** Argo makes labels of workflow names, and labels end at 63 characters. */
const longest = 63;

/**
 * Name of the workflow of a submission: the same each time, so that a repeated request meets the workflow that the
 * first one made. Argo knows no other key for that.
 * @param prefix as in Kubernetes' `generateName`; shortened if need be
 */
export function workflowName(prefix: string, identity: SubmissionIdentity): string {
  if (!/^[a-z0-9]([a-z0-9.-]*)$/.test(prefix))
    throw new InputError(
      `generateName is ${JSON.stringify(prefix)}, but must be lower-case letters, digits, hyphens and dots, beginning with a letter or digit`,
    );
  const suffix = digest(identity);
  const start = prefix.slice(0, longest - suffix.length - 1).replace(/[.-]+$/, "");
  return `${start}-${suffix}`;
}

/** Fingerprint of a submission: 12 hexadecimal digits. */
export function digest({ taskId, stepId, content }: SubmissionIdentity): string {
  const text = JSON.stringify([taskId, stepId, content], (_, value: unknown) => sorted(value));
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
