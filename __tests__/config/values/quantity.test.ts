import { mebibytes, milliCpu, shortestBytes, shortestCpu } from "../../../config/values/quantity";

describe("amounts", () => {
  it.each([
    ["1m", 1],
    ["500m", 500],
    ["2", 2000],
    ["999999", 999_999_000],
  ])("reads %s CPU as %d thousandths", (quantity, milli) => {
    expect(milliCpu(quantity)).toBe(milli);
  });

  it.each([
    ["1Mi", 1],
    ["2Gi", 2048],
    ["1Ti", 1_048_576],
  ])("reads %s as %d MiB", (quantity, amount) => {
    expect(mebibytes(quantity)).toBe(amount);
  });

  it("refuses bytes in another unit", () => {
    expect(() => mebibytes("1G")).toThrow("1G is not an amount in Mi, Gi or Ti");
  });

  it.each([
    ["1000m", "1"],
    ["1500m", "1500m"],
    ["20", "20"],
    ["1000", "1k"],
    ["999999", "999999"],
  ])("writes %s CPU as %s", (quantity, shortest) => {
    expect(shortestCpu(quantity)).toBe(shortest);
  });

  it.each([
    ["1024Mi", "1Gi"],
    ["1536Mi", "1536Mi"],
    ["1024Gi", "1Ti"],
    ["1048576Mi", "1Ti"],
    ["2048Ti", "2Pi"],
    ["40Gi", "40Gi"],
  ])("writes %s as %s", (quantity, shortest) => {
    expect(shortestBytes(quantity)).toBe(shortest);
  });
});
