import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { supervise } from "../../../e2e/lab/supervise";

/** The data folder of a run whose temporary folder is `temporary`. */
async function folderIn(temporary: string): Promise<string> {
  let given = "";
  await supervise(({ folder }) => {
    given = folder;
    return Promise.resolve(existsSync(folder) ? 0 : 1);
  }, temporary);
  return given;
}

describe("the data folder of a run", () => {
  let outer: string;
  beforeEach(() => (outer = mkdtempSync(join(tmpdir(), "supervise-"))));
  afterEach(() => rmSync(outer, { recursive: true }));

  it("is in /var/tmp where only you can enter the folder for temporary files, and is removed", async () => {
    mkdirSync(join(outer, "inner"), { mode: 0o755 });
    const folder = await folderIn(join(outer, "inner"));
    expect(dirname(folder)).toBe("/var/tmp");
    expect(existsSync(folder)).toBe(false);
  });

  it("is in a folder that everybody can enter", async () => {
    expect(dirname(await folderIn("/tmp"))).toBe("/tmp");
  });
});
