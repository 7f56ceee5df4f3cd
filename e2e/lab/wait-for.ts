import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks until there is an answer, with `pause` milliseconds between.
 * @throws naming what was waited for once `seconds` have passed, with the last error if there was one.
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  seconds = 60,
  pause = 100,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last = "";
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      last = "";
    } catch (error) {
      last = ` (${(error as Error).message})`;
    }
    await sleep(pause);
  }
  throw new Error(`${what}: not within ${seconds} s${last}`);
}
