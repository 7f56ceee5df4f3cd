import { readdirSync, readFileSync } from "node:fs";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

it("tools/*.ts are the programs of the npm scripts; everything else is in folders", () => {
  const programs = Object.values(scripts).flatMap((script) => /\btools\/(\S+\.ts)/.exec(script)?.[1] ?? []);
  const files = readdirSync("tools").filter((name) => name.endsWith(".ts"));
  expect(files).toEqual([...new Set(programs)].sort());
});
