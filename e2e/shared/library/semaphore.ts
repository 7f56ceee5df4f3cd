interface Guest {
  readonly places: number;
  readonly enter: () => void;
}

/** A number of places; whoever finds too few waits for others to leave, and nobody overtakes. */
export class Room {
  readonly #waiting: Guest[] = [];

  constructor(private free: number) {}

  /** Resolves once there are so many places, and takes them. */
  enter(places = 1): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ places, enter: resolve });
      this.admit();
    });
  }

  /** Gives one place back. */
  leave(): void {
    this.free++;
    this.admit();
  }

  private admit(): void {
    for (let [next] = this.#waiting; next !== undefined && next.places <= this.free; [next] = this.#waiting) {
      this.#waiting.shift();
      this.free -= next.places;
      next.enter();
    }
  }
}
