import type { GuardPolicyName } from "../../config/guard-policies";
import type { Caller, Impersonator, Request } from "./caller";

/** A request, and what becomes of it. */
export interface Attempt {
  /** Says what is refused, or what passes. */
  readonly name: string;
  readonly as: Caller;
  readonly request: Request;
  /** The policy that refuses, and the beginning of its sentence; undefined if the request passes. */
  readonly refused?: { readonly policy: GuardPolicyName; readonly sentence: string };
}

export function expectationOf({ refused }: Attempt): string {
  return refused === undefined ? "passes" : `${refused.policy}: ${refused.sentence}`;
}

/** What was seen; a longer sentence of the same beginning counts as the expected one. */
export async function outcomeOf(attempt: Attempt, impersonator: Impersonator): Promise<string> {
  const seen = await impersonator.send(attempt.as, attempt.request);
  const expected = expectationOf(attempt);
  return seen.startsWith(expected) ? expected : seen;
}

/** A row that one policy refuses. */
export function refused(
  policy: GuardPolicyName,
  sentence: string,
  name: string,
  as: Caller,
  request: Request,
): Attempt {
  return { name, as, request, refused: { policy, sentence } };
}

/** A row that shows what still works. */
export function passes(name: string, as: Caller, request: Request): Attempt {
  return { name, as, request };
}
