import { Refusal } from "../config/refusal";

/**
 * Runs a synth without stack traces. CDKTF keeps one for every token and attribute, and has no switch for it: with 100
 * teams, a quarter of the time. If something fails that isn't a refusal, the work runs again with traces, so that the
 * error shows where it came from.
 */
export function withoutStackTraces<Result>(work: () => Result): Result {
  try {
    return withoutTraces(work);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return work();
  }
}

/** V8 takes no trace while the limit isn't a plain number. */
function withoutTraces<Result>(work: () => Result): Result {
  const limit = Error.stackTraceLimit;
  Object.defineProperty(Error, "stackTraceLimit", {
    configurable: true,
    enumerable: true,
    get: () => 0,
    set: () => undefined,
  });
  try {
    return work();
  } finally {
    Object.defineProperty(Error, "stackTraceLimit", {
      configurable: true,
      enumerable: true,
      writable: true,
      value: limit,
    });
  }
}
