import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine, type EngineProps } from "../../../../e2e/backstage/engine/engine";

describe("Engine", () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("starts the backend in a folder that is the root of its own monorepo", async () => {
    let started = "";
    const processes = {
      start: (_name: string, _program: string, _args: string[], options: { folder: string }) => {
        started = options.folder;
        return { until: () => Promise.resolve() };
      },
    };
    const lab = { folder, processes } as unknown as EngineProps["lab"];
    await new Engine({ name: "main", lab, scratch: folder, entities: [], argoWorkflows: {} }).start();

    const manifest: unknown = JSON.parse(readFileSync(join(started, "package.json"), "utf8"));
    expect(manifest).toMatchObject({ workspaces: [] });
  });
});
