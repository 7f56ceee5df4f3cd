import * as ofModule from "../../backstage/scaffolder-module/src/annotations";
import * as annotations from "../../config/annotations";

describe("Label and annotation keys", () => {
  it("are the same in the scaffolder module", () => {
    expect(annotations).toMatchObject({ ...ofModule });
  });

  it("differ from each other", () => {
    const keys: string[] = Object.values(annotations);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
