import { ArgoError } from "./argo-error";
import type { Clock } from "./clock";

/** Milliseconds before each retry. */
const pauses = [1_000, 2_000, 4_000];

/**
 * Retries after failures that may pass: no answer, too many requests, a server error. The operation must be safe to
 * repeat.
 * @param onRetry receives the error, and the milliseconds until the next attempt
 */
export async function withRetries<T>(
  operation: () => Promise<T>,
  clock: Clock,
  signal: AbortSignal | undefined,
  onRetry: (error: ArgoError, milliseconds: number) => void,
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof ArgoError) || !error.transient) throw error;
      const milliseconds = Math.max(pause, Math.min(error.retryAfterSeconds ?? 0, 30) * 1000);
      onRetry(error, milliseconds);
      await clock.sleep(milliseconds, signal);
    }
  }
  return operation();
}
