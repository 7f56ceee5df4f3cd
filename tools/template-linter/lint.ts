import { basename } from "node:path";
import { byCodeUnit } from "../../config/code-unit-order";
import { printable, shortened } from "../../config/printable";
import { ImageList } from "../../config/tool-images";
import { exceptionRules, type RuleFinding, withExceptions } from "./exceptions";
import { Library } from "./library";
import { Manifest } from "./manifest";
import type { Place } from "./place";
import type { Rule } from "./rule";
import { rules as everyRule } from "./rules";
import { documentsOf, filesIn } from "./source-files";

/** A finding, as the linter prints it. */
export interface PrintedFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly message: string;
  /** The section that explains the rule. */
  readonly docs: string;
}

export interface LintResult {
  /** In the order of files and lines. */
  readonly findings: readonly PrintedFinding[];
  /** The number of Argo objects that the rules checked. */
  readonly manifests: number;
  /** The image list that the rules used. */
  readonly imageList: string | undefined;
}

/** It allows no exception. */
export const unreadableFile = {
  id: "unreadable-file",
  sentence: "Every file is YAML that Kubernetes can read.",
} as const;

/** Id and sentence of every rule that can be reported. */
export const allRules: readonly { readonly id: string; readonly sentence: string }[] = [
  ...everyRule,
  ...exceptionRules,
  unreadableFile,
];

/** The most templates of a manifest, and nodes of a template. Argo 4 accepts 200 of each. */
const maxParts = 1000;

/**
 * Checks all Argo objects in the files and folders together. It compares images with the first `images.yaml` among the
 * files, if there is one.
 * @param rules default: every rule
 * @throws Error if a path doesn't exist, or if images.yaml itself is wrong
 */
export function lint(paths: readonly string[], rules: readonly Rule[] = everyRule): LintResult {
  const files = filesIn(paths);
  const imageList = files.find((file) => basename(file) === "images.yaml");
  const manifests: Manifest[] = [];
  const findings: PrintedFinding[] = [];
  for (const file of files) {
    const { roots, unreadable } = documentsOf(file);
    for (const { path, position, message } of unreadable)
      findings.push(printed(path, position, unreadableFile.id, message));
    for (const root of roots) {
      const manifest = isTooBig(root) ? undefined : Manifest.at(root);
      if (manifest) manifests.push(manifest);
      else if (isTooBig(root))
        findings.push(
          printed(
            file,
            root.position,
            unreadableFile.id,
            `has more than ${maxParts} templates, or a template with more than ${maxParts} nodes; Argo accepts 200`,
          ),
        );
    }
  }
  const library = new Library(manifests, imageList === undefined ? undefined : ImageList.read(imageList));
  const found = rules.flatMap(({ id, check }) =>
    [...check(library)].map((finding): RuleFinding => ({ ...finding, rule: id })),
  );
  const known = new Set(everyRule.map(({ id }) => id));
  for (const { place, rule, message } of withExceptions(found, manifests, known))
    findings.push(printed(place.source.path, place.position, rule, message));
  return { findings: sorted(findings), manifests: manifests.length, imageList };
}

function isTooBig(root: Place): boolean {
  return ["spec", "workflowSpec"].some((key) => {
    const spec = key === "spec" ? root.at("spec") : root.at("spec", key);
    const templates = spec.at("templates").items();
    return templates.length > maxParts || templates.some((template) => nodesOf(template) > maxParts);
  });
}

function nodesOf(template: Place): number {
  const steps = template.at("steps").items();
  return (
    template.at("dag", "tasks").items().length +
    steps.reduce((sum, group) => sum + Math.max(1, group.items().length), 0)
  );
}

function printed(
  file: string,
  { line, column }: { line: number; column: number },
  rule: string,
  message: string,
): PrintedFinding {
  return {
    file,
    line,
    column,
    rule,
    message: shortened(printable(message), 400),
    docs: `docs/lint-rules.md#${rule}`,
  };
}

/** Without duplicates, in the order of files and lines. */
function sorted(findings: readonly PrintedFinding[]): PrintedFinding[] {
  const once = new Map(findings.map((each) => [JSON.stringify(each), each]));
  return [...once.values()].sort(
    (a, b) =>
      byCodeUnit(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      byCodeUnit(a.rule, b.rule) ||
      byCodeUnit(a.message, b.message),
  );
}
