import { readdirSync, readFileSync } from "node:fs";
import { complaintsOf } from "../../fixtures/environment-file";
import { fullFile } from "../../fixtures/full-environment";
import { environment } from "../../fixtures/synthesis";

describe("all rules together", () => {
  it("accept an environment that turns everything on", () =>
    expect(complaintsOf(() => environment(fullFile))).toEqual([]));

  it("are those of every file in the folder", () => {
    const [, list = ""] =
      /const rules = \[([^\]]*)\]/.exec(readFileSync("config/rules/index.ts", "utf8")) ?? [];
    const exported = readdirSync("config/rules")
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => [
        ...readFileSync(`config/rules/${file}`, "utf8").matchAll(/^export function (\w+Rules)\(/gm),
      ])
      .map(([, name]) => name);
    expect(list.match(/\w+/g)?.sort()).toEqual(exported.sort());
  });
});
