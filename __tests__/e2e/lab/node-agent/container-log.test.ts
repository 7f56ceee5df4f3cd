import { type LogEntry, parseEntry, selectEntries } from "../../../../e2e/lab/node-agent/container-log";

const entry = (second: number, text: string, whole = true): LogEntry => ({
  time: `2026-11-24T00:00:0${second}.000000001Z`,
  stream: "stdout",
  whole,
  text,
});
const entries = [entry(1, "one"), entry(2, "two"), entry(3, "thr", false), entry(3, "ee")];

describe("parseEntry", () => {
  it("keeps spaces and tells parts from whole lines", () => {
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

  it("tells the time of each entry when asked to", () => {
    expect(selectEntries(entries.slice(0, 1), { timestamps: true })).toBe(
      "2026-11-24T00:00:01.000000001Z one\n",
    );
  });

  it("begins at a time, ends with the last lines, stops at a number of bytes", () => {
    expect(selectEntries(entries, { sinceTime: new Date("2026-11-24T00:00:02Z") })).toBe("two\nthree\n");
    expect(selectEntries(entries.slice(0, 2), { tailLines: 1 })).toBe("two\n");
    expect(selectEntries(entries, { tailLines: 0 })).toBe("");
    expect(selectEntries(entries, { limitBytes: 5 })).toBe("one\nt");
  });
});
