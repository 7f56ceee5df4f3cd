import { readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { atlantisConfig } from "./atlantis";
import { generatedPortal } from "./backstage/generated-portal";
import { environmentPage } from "./environment-page";
import type { GeneratedFiles } from "./generated-file";
import { environmentSchema } from "./schema";
import { readStacks } from "./stacks";
import { synthesized } from "./synthesized";
import { renderedTemplatePages } from "./templates-docs";

type Generator = () => GeneratedFiles | Promise<GeneratedFiles>;

/** What needs no synth, and so takes little time. */
export const sourceGenerators: readonly Generator[] = [
  () => one("config/environment.schema.json", environmentSchema()),
  async () => one("docs/environment.md", await formatted("docs/environment.md", environmentPage())),
  async () => ({ files: await renderedTemplatePages(formatted) }),
  generatedPortal,
];

/** Everything that is generated and committed. */
export const generators: readonly Generator[] = [terraformJson, ...sourceGenerators];

/** The Terraform JSON, and Atlantis's projects, which are made from it. */
function terraformJson(): GeneratedFiles {
  return synthesized("cdktf.out", (folder) => {
    const version = readFileSync(".terraform-version", "utf8").trim();
    return new Map([["atlantis.yaml", atlantisConfig(readStacks(folder, "cdktf.out"), version)]]);
  });
}

function one(path: string, content: string): GeneratedFiles {
  return { files: new Map([[path, content]]) };
}

async function formatted(path: string, content: string): Promise<string> {
  return format(content, { ...(await resolveConfig(path)), filepath: path });
}
