import { type LogEntry, parseEntry, selectEntries } from "../../../../e2e/lab/node-agent/container-log";

const entry = (second: number, text: string, whole = true): LogEntry => ({
  time: `2026-11-24T00:00:0${second}.000000001Z`,
  stream: "stdout",
  whole,
  text,
});
const entries = [entry(1, "one"), entry(2, "two"), entry(3, "thr", false), entry(3, "ee")];

describe("parseEntry", () => {
  it("keeps spaces, and distinguishes parts from whole lines", () => {
    expect(parseEntry("2026-11-24T00:00:01Z stderr P  a b ")).toEqual({
      time: "2026-11-24T00:00:01Z",
      stream: "stderr",
      whole: false,
      text: " a b ",
    });
    expect(parseEntry("half a li")).toBeUndefined();
  });
});

describe("selectEntries", () => {
  it("joins the parts of a line", () => {
    expect(selectEntries(entries, {})).toBe("one\ntwo\nthree\n");
  });

  it("adds the time of each entry on request", () => {
    expect(selectEntries(entries.slice(0, 1), { timestamps: true })).toBe(
      "2026-11-24T00:00:01.000000001Z one\n",
    );
  });

  it("starts at a time, limits the number of last lines and of bytes", () => {
    expect(selectEntries(entries, { sinceTime: new Date("2026-11-24T00:00:02Z") })).toBe("two\nthree\n");
    expect(selectEntries(entries.slice(0, 2), { tailLines: 1 })).toBe("two\n");
    expect(selectEntries(entries, { tailLines: 0 })).toBe("");
    expect(selectEntries(entries, { limitBytes: 5 })).toBe("one\nt");
  });
});
