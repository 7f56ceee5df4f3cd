import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, type KubernetesApi } from "../kubernetes-api";
import type { Pod } from "./pod";
import { type Condition, type PodRecord, statusOf } from "./pod-status";

/** Sends a pod's status to the API server: one request at a time, the newest state each time. */
export class StatusPublisher {
  readonly #path: string;
  #dirty = false;
  #closed = false;
  #sending: Promise<void> | undefined;
  #conditions: readonly Condition[] = [];

  constructor(
    private readonly api: KubernetesApi,
    private readonly pod: Pod,
    private readonly record: () => PodRecord,
  ) {
    const { name, namespace } = pod.metadata;
    this.#path = `/api/v1/namespaces/${namespace}/pods/${name}/status`;
  }

  /** Sends the changed status soon. */
  changed(): void {
    this.#dirty = true;
    // One turn of the event loop later, so that simultaneous changes go into one request.
    this.#sending ??= Promise.resolve()
      .then(() => this.send())
      .catch((error: unknown) => console.error(`node: status of ${this.#path}: ${String(error)}`))
      .finally(() => {
        this.#sending = undefined;
        if (this.#dirty && !this.#closed) this.changed();
      });
  }

  /** Resolves when the newest status has been sent. */
  async settled(): Promise<void> {
    while (this.#sending !== undefined) await this.#sending;
  }

  /** Stops sending. */
  close(): void {
    this.#closed = true;
  }

  private async send(): Promise<void> {
    for (let failures = 0; this.#dirty && !this.#closed;) {
      this.#dirty = false;
      const status = statusOf(this.record(), this.#conditions);
      this.#conditions = status.conditions;
      try {
        // The uid makes it fail for a new pod of the same name.
        await this.api.patch(this.#path, { metadata: { uid: this.pod.metadata.uid }, status });
        failures = 0;
      } catch (error) {
        if (error instanceof ApiError && [404, 409, 422].includes(error.status)) {
          if (error.status !== 404) console.error(`node: ${error.message}`);
          return;
        }
        // The API server is gone.
        if (++failures > 20) throw error;
        this.#dirty = true;
        await sleep(100);
      }
    }
  }
}
