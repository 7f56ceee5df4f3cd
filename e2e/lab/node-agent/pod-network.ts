import { createServer, type Server } from "node:net";

/** Lower numbers have other uses: 127.0 is the machine's own, 127.8 is for virtual hosts (e2e/shared/library/services). */
const lowest = 16;
/** Port of no service here (RFC 863): a lab reserves a network by listening on it at the network's last address. */
const port = 9;

/**
 * Loopback addresses for the pods of one lab, 127.n.0.1 and on. Pods share the machine's network, so two labs at once
 * need separate networks, or a program of one would find its address in use by the other.
 */
export class PodNetwork {
  #given = 0;

  private constructor(
    private readonly number: number,
    private readonly reservation: Server,
  ) {}

  /**
   * Takes the first network that no other lab of this machine has. It is free again once this process ends.
   * @throws if there is none.
   */
  static async reserve(): Promise<PodNetwork> {
    for (let number = lowest; number < 255; number++) {
      const reservation = await listen(`127.${number}.255.254`);
      if (reservation !== undefined) return new PodNetwork(number, reservation);
    }
    throw new Error(
      "each loopback network 127.n.0.0/16 of this machine is another lab's: none is left for pods",
    );
  }

  /** Address for a new pod; the first is used again after 65,000. */
  next(): string {
    const number = (this.#given++ % 65000) + 1;
    return `127.${this.number}.${number >> 8}.${number & 255}`;
  }

  /** Releases the network. */
  release(): Promise<void> {
    return new Promise((resolve) => this.reservation.close(() => resolve()));
  }
}

/** Undefined if a program listens there already. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen({ host: address, port, exclusive: true }, () => resolve(server));
  });
}
