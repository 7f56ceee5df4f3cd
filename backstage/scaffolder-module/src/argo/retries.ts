import { ArgoError } from "./argo-error";
import type { Clock } from "./clock";

/** Milliseconds before each further try. */
const pauses = [1_000, 2_000, 4_000];

/**
 * Tries again after a failure that may pass: no answer, too many requests, an error of the server. The operation must
 * be one that does no harm when it is repeated.
 * @param onRetry hears what failed and in how many milliseconds the next try comes
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
