import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks until there is an answer, with `pause` milliseconds between. The default limit is there to end a run that hangs:
 * give a smaller one only if speed is what the row is about.
 * @throws after `seconds`, naming what did not happen, with the last error if there was one.
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  seconds = 600,
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
