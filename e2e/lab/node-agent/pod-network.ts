import { createServer, type Server } from "node:net";

/** Lower numbers are for others: 127.0 is the machine's own, 127.8 that of the world outside (e2e/shared/library/world/front.ts). */
const lowest = 16;
/** Nothing serves it (RFC 863): who listens on it at the end of a network has reserved that network. */
const port = 9;

/**
 * Loopback addresses for the pods of one lab, 127.n.0.1 and on. Pods share the machine's network, so two labs at once
 * need networks of their own, or a program of one finds its address in use by the other.
 */
export class PodNetwork {
  #given = 0;

  private constructor(
    private readonly number: number,
    private readonly reservation: Server,
  ) {}

  /**
   * Takes the first network that no other lab of this machine has. It is free again once this process ends.
   * @throws a sentence when there is none.
   */
  static async reserve(): Promise<PodNetwork> {
    for (let number = lowest; number < 255; number++) {
      const reservation = await listen(`127.${number}.255.254`);
      if (reservation !== undefined) return new PodNetwork(number, reservation);
    }
    throw new Error(
      "Each loopback network 127.n.0.0/16 of this machine is another lab's: none is left for pods.",
    );
  }

  /** Address of one more pod; the first comes again after 65,000. */
  next(): string {
    const number = (this.#given++ % 65000) + 1;
    return `127.${this.number}.${number >> 8}.${number & 255}`;
  }

  /** Leaves the network to others. */
  release(): Promise<void> {
    return new Promise((resolve) => this.reservation.close(() => resolve()));
  }
}

/** Undefined where somebody listens there already. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen({ host: address, port, exclusive: true }, () => resolve(server));
  });
}
