import { createHash } from "node:crypto";

import { InputError } from "@backstage/errors";

/** Two submissions with the same identity are the same submission. */
export interface SubmissionIdentity {
  readonly taskId: string;
  readonly stepId: string;
  /** The submitted content; it differs between two iterations of an `each`. */
  readonly content: unknown;
}

/** Argo uses workflow names as label values, which have at most 63 characters. */
const longest = 63;

/**
 * Name of a submission's workflow. It is the same each time, so that a repeated request finds the workflow that the
 * first one created. Argo has no other idempotency key.
 * @param prefix as in Kubernetes' `generateName`; shortened if necessary
 */
export function workflowName(prefix: string, identity: SubmissionIdentity): string {
  if (!/^[a-z0-9]([a-z0-9.-]*)$/.test(prefix))
    throw new InputError(
      `generateName is ${JSON.stringify(prefix)}, but must consist of lowercase letters, digits, hyphens and dots, and start with a letter or digit`,
    );
  // The letter keeps it from being a number: Argo ends the names of pods so, and aws-argo-infra refuses it in workflows.
  const suffix = `w${digest(identity)}`;
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
