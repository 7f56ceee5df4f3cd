import { merged } from "../../../helm/argo-workflows/merge";

describe("merged", () => {
  it("lays maps over each other key by key", () =>
    expect(merged({ a: { b: 1, c: 2 }, d: 3 }, { a: { c: 4, e: 5 } })).toEqual({
      a: { b: 1, c: 4, e: 5 },
      d: 3,
    }));

  it("lets false, zero and the empty text win", () =>
    expect(merged({ a: true, b: 1, c: "x" }, { a: false, b: 0, c: "" })).toEqual({ a: false, b: 0, c: "" }));

  it("joins lists", () => expect(merged({ a: [1] }, { a: [2] })).toEqual({ a: [1, 2] }));

  it("writes no key without a value: Helm would take null for a deletion", () =>
    expect(Object.keys(merged({ a: undefined, b: 1 }, { c: undefined, b: undefined }))).toEqual(["b"]));

  it("lets a plain value take the place of a map, and the other way round", () =>
    expect(merged({ a: { b: 1 }, c: 1 }, { a: 2, c: { d: 1 } })).toEqual({ a: 2, c: { d: 1 } }));
});
