import { readFileSync } from "node:fs";
import { repositoryPath } from "../../config/repository";
import { blocksOf } from "../shared/page-blocks";

const page = "docs/guides/take-over.md";

/** Terraform JSON with import blocks. */
export interface ImportFile {
  /** Path from the root of the repository. */
  readonly path: string;
  readonly content: {
    readonly variable?: Readonly<Record<string, object>>;
    readonly locals?: Readonly<Record<string, string>>;
    readonly import: readonly { readonly to: string; readonly id: string }[];
  };
}

/** What the guide to an existing installation says, as its reader would copy it. */
export interface TakeOverGuide {
  /** Shell: prints `TF_VAR_<name>=<ID>` of everything that AWS has named. */
  readonly lookUps: string;
  /** The blocks that the reader writes into files. */
  readonly files: readonly ImportFile[];
  /** Shell: writes the blocks of the stack `iam`, from the root of the repository. */
  readonly roles: string;
  /** `<type>.<attribute>` of the changes that every take-over has. */
  readonly changes: readonly string[];
}

/** Reads docs/guides/take-over.md. @throws if a part of it is missing */
export function takeOverGuide(): TakeOverGuide {
  const blocks = blocksOf(page);
  const script = (heading: string): string => {
    const found = blocks.find((each) => each.heading === heading && each.language === "sh");
    if (found === undefined) throw new Error(`${page} has no command below "${heading}"`);
    return found.text;
  };
  const files = blocks.flatMap(({ language, text }) => (language === "json" ? importFile(text) : []));
  return {
    lookUps: script("Find what AWS has named"),
    files,
    roles: script("The roles"),
    changes: listedChanges(),
  };
}

/** A block is a file if its first key says which one. */
function importFile(text: string): ImportFile[] {
  const content = JSON.parse(text) as ImportFile["content"] & { readonly "//"?: string };
  return content["//"] === undefined ? [] : [{ path: content["//"], content }];
}

/** The list of changes below "Plan, read, apply": a type, and its attributes. */
function listedChanges(): string[] {
  const text = readFileSync(repositoryPath(page), "utf8");
  const [, section = ""] = /^### Plan, read, apply\n([\s\S]*?)(?=^#)/m.exec(text) ?? [];
  return [...section.matchAll(/^- `(aws_\w+)`:((?:\s+`\w+`,?)+)$/gm)].flatMap(
    ([, type = "", attributes = ""]) =>
      [...attributes.matchAll(/`(\w+)`/g)].map(([, attribute = ""]) => `${type}.${attribute}`),
  );
}
