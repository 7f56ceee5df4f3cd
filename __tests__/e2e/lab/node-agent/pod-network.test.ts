import { createServer } from "node:net";
import { PodNetwork } from "../../../../e2e/lab/node-agent/pod-network";

/** Network of an address: its first two numbers. */
const networkOf = (address: string): string => address.split(".").slice(0, 2).join(".");

describe("PodNetwork", () => {
  it("gives two labs on one machine separate networks", async () => {
    const labs = await Promise.all([PodNetwork.reserve(), PodNetwork.reserve(), PodNetwork.reserve()]);
    expect(new Set(labs.map((each) => networkOf(each.next()))).size).toBe(3);
    await Promise.all(labs.map((each) => each.release()));
  });

  it("gives each pod an address that it can listen on", async () => {
    const network = await PodNetwork.reserve();
    const addresses = Array.from({ length: 600 }, () => network.next());
    expect(new Set(addresses).size).toBe(600);
    const server = createServer();
    await new Promise<void>((resolve, reject) =>
      server.once("error", reject).listen(0, addresses.at(-1), resolve),
    );
    await new Promise((resolve) => server.close(resolve));
    await network.release();
  });
});
