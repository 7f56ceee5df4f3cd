import { readdirSync } from "node:fs";
import { environmentFile } from "../../../config/environment";
import { repositoryPath } from "../../../config/repository";

/** Files that aren't named after a key: the list of rules, what rules are made of, and rules about the file's name. */
const others = ["arn-owner", "composed-name", "environment-name", "index", "problem", "shared"];
const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe("config/rules", () => {
  it("names each file of rules as the top-level key whose field its messages name", () => {
    const keys = Object.keys(environmentFile.shape).map(kebab);
    const files = readdirSync(repositoryPath("config", "rules"))
      .filter((file) => file.endsWith(".ts"))
      .map((file) => file.replace(".ts", ""));
    expect(files.filter((file) => !others.includes(file) && !keys.includes(file))).toEqual([]);
  });

  it("names each file of a team's rules as a field of the team", () => {
    const fields = Object.keys(environmentFile.shape.teams.unwrap().valueType.shape).map(kebab);
    const files = readdirSync(repositoryPath("config", "rules", "teams")).map((file) =>
      file.replace(".ts", ""),
    );
    expect(files.filter((file) => file !== "tenants" && !fields.includes(file))).toEqual([]);
  });
});
