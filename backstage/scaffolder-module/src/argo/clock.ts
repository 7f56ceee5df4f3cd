import { setTimeout } from "node:timers/promises";

/** A clock that tests can replace. */
export interface Clock {
  /** Milliseconds since an arbitrary moment. */
  now(): number;
  /** @throws the signal's reason once it is aborted */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await setTimeout(milliseconds, undefined, signal && { signal });
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
