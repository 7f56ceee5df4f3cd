import { readdirSync } from "node:fs";
import { environmentFile } from "../../config/environment";
import { repositoryPath } from "../../config/repository";

/** Rules of no single key: about the file's name, and between files. */
const rulesAcrossKeys = ["environment-name", "no-effect", "shared"];
/** What rules are made of, and the list of all of them. */
const notRules = ["arn-owner", "composed-name", "index", "own-buckets", "requests-fit", "violation"];

const keys = Object.keys(environmentFile.shape);
const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function filesIn(...folder: string[]): string[] {
  return readdirSync(repositoryPath("config", ...folder))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.replace(".ts", ""));
}

describe("config/schema", () => {
  it("has one file per top-level key, with the key's name", () => {
    expect(filesIn("schema").sort()).toEqual(keys.map(kebab).sort());
  });

  it.each(keys)("exports %s from its file", (key) => {
    const exported = jest.requireActual<Record<string, unknown>>(`../../config/schema/${kebab(key)}`);
    expect(exported[key]).toBe(environmentFile.shape[key as keyof typeof environmentFile.shape]);
  });
});

describe("config/rules", () => {
  it("names each file as the top-level key whose field its messages name", () => {
    const known = [...keys.map(kebab), ...rulesAcrossKeys, ...notRules];
    expect(filesIn("rules").filter((file) => !known.includes(file))).toEqual([]);
  });

  it("names each file of a team's rules as a field of the team", () => {
    const fields = Object.keys(environmentFile.shape.teams.unwrap().valueType.shape).map(kebab);
    expect(filesIn("rules", "teams").filter((file) => file !== "tenants" && !fields.includes(file))).toEqual(
      [],
    );
  });
});

describe("__tests__/config", () => {
  const paths = (folder: string, end: string) =>
    readdirSync(repositoryPath(...folder.split("/")), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(end))
      .map((path) => path.slice(0, -end.length));

  it("gives each test the path of its source, or that path and an aspect", () => {
    const sources = paths("config", ".ts");
    const tests = paths("__tests__/config", ".test.ts").filter((path) => path !== "tree");
    expect(
      tests.filter((test) => !sources.some((source) => test === source || test.startsWith(`${source}-`))),
    ).toEqual([]);
  });
});
