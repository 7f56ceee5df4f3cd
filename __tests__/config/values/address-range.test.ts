import { addressIn, beginsAtFirstAddress, contains, sizeOf } from "../../../config/values/address-range";

describe("address ranges", () => {
  it("count positions from the first address", () => {
    expect(addressIn("172.20.0.0/16", 1)).toBe("172.20.0.1");
    expect(addressIn("10.100.0.240/28", 10)).toBe("10.100.0.250");
    expect(addressIn("10.0.255.0/16", 256)).toBe("10.1.0.0");
    expect(addressIn("255.255.255.0/24", 255)).toBe("255.255.255.255");
  });

  it.each([
    ["10.0.0.0/8", true],
    ["0.0.0.0/0", true],
    ["192.0.2.1/32", true],
    ["10.0.0.1/8", false],
    ["172.20.0.128/24", false],
  ])("%s begins at its first address: %s", (range, begins) => {
    expect(beginsAtFirstAddress(range)).toBe(begins);
  });

  it("have as many addresses as the prefix leaves", () => {
    expect([sizeOf("10.0.0.0/8"), sizeOf("10.0.0.0/28"), sizeOf("10.0.0.0/32")]).toEqual([16_777_216, 16, 1]);
  });

  it.each([
    ["10.0.0.0/8", "10.255.255.255/32", true],
    ["10.0.0.0/8", "10.0.0.0/8", true],
    ["10.0.0.0/16", "10.0.0.0/8", false],
    ["0.0.0.0/0", "255.255.255.255/32", true],
    ["10.0.0.0/16", "10.1.0.0/32", false],
  ])("%s has every address of %s: %s", (outer, inner, has) => {
    expect(contains(outer, inner)).toBe(has);
  });
});
