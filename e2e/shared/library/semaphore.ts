interface Waiting {
  readonly slots: number;
  readonly start: () => void;
}

/** A fair counting semaphore: callers wait in order for free slots, and nobody overtakes. */
export class Semaphore {
  readonly #queue: Waiting[] = [];

  constructor(private free: number) {}

  /** Resolves when this many slots are free, and takes them. */
  acquire(slots = 1): Promise<void> {
    return new Promise((resolve) => {
      this.#queue.push({ slots, start: resolve });
      this.startNext();
    });
  }

  /** Returns one slot. */
  release(): void {
    this.free++;
    this.startNext();
  }

  private startNext(): void {
    for (let [next] = this.#queue; next !== undefined && next.slots <= this.free; [next] = this.#queue) {
      this.#queue.shift();
      this.free -= next.slots;
      next.start();
    }
  }
}
