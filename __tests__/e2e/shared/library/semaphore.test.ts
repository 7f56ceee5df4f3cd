import { Room } from "../../../../e2e/shared/library/semaphore";

describe("Room", () => {
  it("lets in as many as there are places, in the order in which they came", async () => {
    const room = new Room(2);
    const inside: string[] = [];
    const enter = (name: string, places?: number): void =>
      void room.enter(places).then(() => inside.push(name));
    enter("one");
    enter("both", 2);
    enter("late");
    await Promise.resolve();
    expect(inside).toEqual(["one"]);
    room.leave();
    await Promise.resolve();
    expect(inside).toEqual(["one", "both"]);
    room.leave();
    await Promise.resolve();
    expect(inside).toEqual(["one", "both", "late"]);
  });
});
