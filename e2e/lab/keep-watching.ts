import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesApi, WatchEvent } from "./kubernetes-api";

/** Watches a path until aborted. A watch that ends or breaks is restarted, and reports all existing objects again. */
export async function keepWatching<T>(
  api: KubernetesApi,
  path: string,
  onEvent: (event: WatchEvent<T>) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted)
    await api.watch<T>(path, onEvent, signal).catch(async (error: unknown) => {
      if (signal.aborted) return;
      console.error(`watch of ${path}: ${(error as Error).message}`);
      await sleep(500);
    });
}
