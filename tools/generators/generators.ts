import { readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { generatedPortal, repositoryPortal } from "../backstage/generated-portal";
import { atlantisConfig } from "./atlantis";
import { environmentPage } from "./environment-page";
import { environmentSchema } from "./environment-schema";
import type { GeneratedFiles } from "./generated-files";
import { readStacks } from "./synthesized-stacks";
import { renderedTemplatePages } from "./template-pages";
import { synthesized } from "./terraform-json";

type Generator = () => GeneratedFiles | Promise<GeneratedFiles>;

/** Generators that need no synth, so they are fast. */
export const sourceGenerators: readonly Generator[] = [
  () => single("config/environment.schema.json", environmentSchema()),
  async () => single("docs/environment.md", await formatted("docs/environment.md", environmentPage())),
  async () => ({ files: await renderedTemplatePages(formatted) }),
  () => generatedPortal(repositoryPortal("backstage/settings.yaml")),
];

/** Generators of everything that is generated and committed. */
export const generators: readonly Generator[] = [terraformJson, ...sourceGenerators];

/** The Terraform JSON, and the Atlantis projects that follow from it. */
function terraformJson(): GeneratedFiles {
  return synthesized("cdktf.out", (folder) => {
    const version = readFileSync(".terraform-version", "utf8").trim();
    return new Map([["atlantis.yaml", atlantisConfig(readStacks(folder, "cdktf.out"), version)]]);
  });
}

function single(path: string, content: string): GeneratedFiles {
  return { files: new Map([[path, content]]) };
}

async function formatted(path: string, content: string): Promise<string> {
  return format(content, { ...(await resolveConfig(path)), filepath: path });
}
