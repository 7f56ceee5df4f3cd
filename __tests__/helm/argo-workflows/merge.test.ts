import { merged } from "../../../helm/argo-workflows/merge";

describe("merged", () => {
  it("merges maps key by key", () =>
    expect(merged({ a: { b: 1, c: 2 }, d: 3 }, { a: { c: 4, e: 5 } })).toEqual({
      a: { b: 1, c: 4, e: 5 },
      d: 3,
    }));

  it("lets false, zero and empty text override", () =>
    expect(merged({ a: true, b: 1, c: "x" }, { a: false, b: 0, c: "" })).toEqual({ a: false, b: 0, c: "" }));

  it("concatenates lists", () => expect(merged({ a: [1] }, { a: [2] })).toEqual({ a: [1, 2] }));

  it("writes no key without a value, because Helm treats null as a deletion", () =>
    expect(Object.keys(merged({ a: undefined, b: 1 }, { c: undefined, b: undefined }))).toEqual(["b"]));

  it("lets a scalar replace a map, and a map a scalar", () =>
    expect(merged({ a: { b: 1 }, c: 1 }, { a: 2, c: { d: 1 } })).toEqual({ a: 2, c: { d: 1 } }));
});
