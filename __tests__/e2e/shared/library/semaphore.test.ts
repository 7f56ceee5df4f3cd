import { Semaphore } from "../../../../e2e/shared/library/semaphore";

describe("Semaphore", () => {
  it("gives out as many slots as there are, in the order of the requests", async () => {
    const semaphore = new Semaphore(2);
    const running: string[] = [];
    const acquire = (name: string, slots?: number): void =>
      void semaphore.acquire(slots).then(() => running.push(name));
    acquire("one");
    acquire("both", 2);
    acquire("late");
    await Promise.resolve();
    expect(running).toEqual(["one"]);
    semaphore.release();
    await Promise.resolve();
    expect(running).toEqual(["one", "both"]);
    semaphore.release();
    await Promise.resolve();
    expect(running).toEqual(["one", "both", "late"]);
  });
});
