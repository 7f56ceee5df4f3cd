import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeGenerated } from "../../tools/generated-file";

describe("writeGenerated", () => {
  let path: string;
  const argv = process.argv;

  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), "generated-")), "file.yaml");
    process.exitCode = undefined;
    jest.spyOn(console, "error").mockImplementation(() => undefined);
  });

  afterEach(() => {
    rmSync(join(path, ".."), { recursive: true });
    process.argv = argv;
    process.exitCode = undefined;
    jest.restoreAllMocks();
  });

  it("writes the file", () => {
    writeGenerated(path, "new", "npm run it");
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  it.each([
    ["out of date", () => writeFileSync(path, "old")],
    ["missing", () => undefined],
  ])("with --check says that a file is %s, and how to fix it", (state, prepare) => {
    prepare();
    process.argv = [...argv, "--check"];
    writeGenerated(path, "new", "npm run it");
    expect(console.error).toHaveBeenCalledWith(`${path} is ${state}; run npm run it and commit it`);
    expect(process.exitCode).toBe(1);
  });

  it("with --check is content with a fresh file", () => {
    writeFileSync(path, "new");
    process.argv = [...argv, "--check"];
    writeGenerated(path, "new", "npm run it");
    expect(process.exitCode).toBeUndefined();
  });
});
