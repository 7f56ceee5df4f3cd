import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { staleFiles, writeFiles, writeOrCheck } from "../../../tools/generators/generated-files";

describe("generated files", () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "generated-"));
    path = join(folder, "file.yaml");
    process.exitCode = undefined;
    jest.spyOn(console, "error").mockImplementation(() => undefined);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
    process.exitCode = undefined;
    jest.restoreAllMocks();
  });

  const generated = () => ({ files: new Map([[path, "new"]]) });

  it("are written, in a folder that may not exist yet", () => {
    const deep = join(folder, "a", "b.yaml");
    writeFiles({ files: new Map([[deep, "new"]]) });
    expect(readFileSync(deep, "utf8")).toBe("new");
  });

  it("are deleted when they have no source; nothing else is", () => {
    const gone = join(folder, "gone.yaml");
    for (const each of [gone, join(folder, "other")]) writeFileSync(each, "old");
    writeFiles({ ...generated(), existing: [path, gone] });
    expect(readdirSync(folder).sort()).toEqual(["file.yaml", "other"]);
  });

  it.each([
    ["is out of date", () => writeFileSync(path, "old")],
    ["is missing", () => undefined],
  ])("are checked: a file %s", (state, prepare) => {
    prepare();
    const before = readdirSync(folder);
    writeOrCheck(generated(), "npm run it", true);
    expect(console.error).toHaveBeenCalledWith(`${path} ${state}; run npm run it and commit it`);
    expect(process.exitCode).toBe(1);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("are checked: a file that no longer has a source", () => {
    const gone = join(folder, "gone.yaml");
    writeFileSync(path, "new");
    expect(staleFiles({ ...generated(), existing: [path, gone] })).toEqual([
      `${gone} no longer has a source`,
    ]);
  });

  it("are checked: current files are no finding", () => {
    writeFileSync(path, "new");
    writeOrCheck(generated(), "npm run it", true);
    expect(console.error).not.toHaveBeenCalled();
    expect(process.exitCode).toBeUndefined();
  });
});
