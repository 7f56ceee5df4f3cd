import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { atlantisConfig } from "../../../tools/generators/atlantis";
import { readStacks, type SynthesizedStack } from "../../../tools/generators/synthesized-stacks";

interface Project {
  readonly name: string;
  readonly dir: string;
  readonly workspace: string;
  readonly terraform_version: string;
  readonly autoplan: { readonly when_modified: readonly string[] };
  readonly execution_order_group: number;
  readonly depends_on?: readonly string[];
}

const stack = (
  id: string,
  dependencies: string[] = [],
  backend: "s3" | "local" = "s3",
): SynthesizedStack => ({
  id,
  environment: id.split("-")[0] ?? id,
  directory: `cdktf.out/stacks/${id}`,
  dependencies,
  configuration: { terraform: { backend: { [backend]: {} }, required_providers: {} } },
});

const projectsOf = (stacks: readonly SynthesizedStack[]): Project[] =>
  (parse(atlantisConfig(stacks, "1.11.4")) as { projects: Project[] }).projects;

describe("atlantis.yaml", () => {
  it("is what the committed output asks for", () => {
    const version = readFileSync(".terraform-version", "utf8").trim();
    expect(readFileSync("atlantis.yaml", "utf8")).toBe(atlantisConfig(readStacks("cdktf.out"), version));
  });

  it("has one project for each stack of an environment", () => {
    expect(projectsOf([stack("dev-argo-storage")])).toEqual([
      {
        name: "dev-argo-storage",
        dir: "cdktf.out/stacks/dev-argo-storage",
        workspace: "default",
        terraform_version: "v1.11.4",
        autoplan: { enabled: true, when_modified: ["cdk.tf.json", ".terraform.lock.hcl", "assets/**"] },
        execution_order_group: 0,
      },
    ]);
  });

  it("plans in parallel, applies one after the other, and merges nothing by itself", () => {
    expect(parse(atlantisConfig([], "1.11.4"))).toMatchObject({
      version: 3,
      automerge: false,
      parallel_plan: true,
      parallel_apply: false,
      abort_on_execution_order_fail: true,
    });
  });

  it("applies a stack after everything that it depends on, however long the chain", () => {
    const projects = projectsOf([
      stack("dev-argo-a"),
      stack("dev-argo-b", ["dev-argo-a"]),
      stack("dev-argo-c", ["dev-argo-b", "dev-argo-a"]),
    ]);
    expect(projects.map(({ execution_order_group }) => execution_order_group)).toEqual([0, 1, 2]);
    expect(projects.map(({ depends_on }) => depends_on)).toEqual([
      undefined,
      ["dev-argo-a"],
      ["dev-argo-a", "dev-argo-b"],
    ]);
  });

  it("leaves out an environment whose state is still a local file", () => {
    const projects = projectsOf([
      stack("new-argo-state", [], "local"),
      stack("new-argo-storage"),
      stack("dev-argo-storage"),
    ]);
    expect(projects.map(({ name }) => name)).toEqual(["dev-argo-storage"]);
  });
});
