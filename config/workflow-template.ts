import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { patternAnnotation } from "./annotations";
import { byCodeUnit } from "./code-unit-order";
import { render } from "./problem";
import { Refusal } from "./refusal";
import { YamlFile } from "./yaml-file";

export const templateKinds = ["ClusterWorkflowTemplate", "WorkflowTemplate"] as const;
export type TemplateKind = (typeof templateKinds)[number];

/** A parameter as its author wrote it. As in Argo, every value is a text, whatever its type in YAML. */
export interface WorkflowParameter {
  readonly name: string;
  readonly description?: string | undefined;
  readonly value?: string | undefined;
  /** Argo ignores a default in the arguments of a workflow, so the linter refuses it there. */
  readonly default?: string | undefined;
  readonly enum?: readonly string[] | undefined;
  /** An RE2 pattern. The whole value must match it. */
  readonly pattern?: string | undefined;
  /** Whether the caller must set a value; see `valueKeys`. */
  readonly required: boolean;
}

export interface WorkflowArtifact {
  readonly name: string;
  /** Whether the caller must pass the artifact: it isn't optional and has no source. */
  readonly required: boolean;
}

/** A WorkflowTemplate or ClusterWorkflowTemplate: everything that forms, pages and checks need from its file. */
export interface WorkflowTemplate {
  /** Relative to the folder, with slashes. */
  readonly file: string;
  readonly kind: TemplateKind;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly parameters: readonly WorkflowParameter[];
  readonly artifacts: readonly WorkflowArtifact[];
  /** The object itself, as it is in the file. */
  readonly manifest: object;
}

/** Keys that give a parameter its value. If it has one of them, the caller can leave the parameter out. */
export const valueKeys = ["value", "default", "valueFrom"] as const;

/** Keys of an artifact that don't say where it comes from. */
const notSources = new Set(
  [
    "name path mode optional archive archiveLogs subPath recurseMode deleted globalName",
    "artifactGC artifactGc description",
  ].flatMap((keys) => keys.split(" ")),
);

/** Whether a key of an artifact says where it comes from: `from`, or a store such as `s3`. */
export function isArtifactSource(key: string): boolean {
  return !notSources.has(key);
}

const text = z
  .union([z.string(), z.number(), z.boolean()], "must be text, a number or a boolean")
  .transform(String);
const textMap = z.record(z.string(), text);
const name = z.string("must be a name");

const parameter = z.object({
  name: name.regex(/^[-a-zA-Z0-9_]+$/, "must be a name of letters, digits, hyphens and underscores"),
  description: z.string().nullish(),
  value: text.nullish(),
  default: text.nullish(),
  enum: z.array(text).min(1).nullish(),
  valueFrom: z.unknown().optional(),
});

const artifact = z.looseObject({ name, optional: z.boolean().nullish() });

const manifest = z.object({
  kind: z.enum(templateKinds),
  metadata: z.object({
    name: name.min(1, "must be a name"),
    namespace: z.string().nullish(),
    labels: textMap.nullish(),
    annotations: textMap.nullish(),
  }),
  spec: z
    .object({
      arguments: z
        .object({ parameters: z.array(parameter).nullish(), artifacts: z.array(artifact).nullish() })
        .nullish(),
    })
    .nullish(),
});

/**
 * The templates in the YAML files of a folder and its subfolders, sorted by name. Skips objects of other kinds.
 * @throws Refusal that names file, line and field if a file isn't readable YAML or a template has a wrong field
 */
export function readWorkflowTemplates(folder: string): WorkflowTemplate[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((path) => {
      const file = relative(folder, path).replaceAll("\\", "/");
      return readDocuments(path).flatMap((document) => templateIn(document, { file, path }) ?? []);
    })
    .sort((a, b) => byCodeUnit(a.name, b.name) || byCodeUnit(a.file, b.file));
}

/**
 * The documents of a YAML file.
 * @param shown name of the file in errors
 * @throws Refusal with a line for each mistake
 */
export function readDocuments(path: string, shown = path): YamlFile[] {
  return YamlFile.readAll(path).map(({ file, problems }) => {
    if (file) return file;
    throw new Refusal(problems.map((problem) => render(shown, problem)).join("\n"));
  });
}

/**
 * The template in a document, or undefined if the object has another kind.
 * @param place `file` becomes the `file` of the template, `path` is the name of the file in errors
 * @throws Refusal if the template has a wrong field
 */
export function templateIn(
  document: YamlFile,
  { file, path }: { readonly file: string; readonly path: string },
): WorkflowTemplate | undefined {
  const kind = document.valueAt(["kind"]);
  if (!templateKinds.some((known) => known === kind)) return undefined;
  const parsed = manifest.safeParse(document.data);
  if (!parsed.success) throw new Refusal(mistakes(document, path, parsed.error.issues));
  const { metadata, spec } = parsed.data;
  const annotations = metadata.annotations ?? {};
  return {
    file,
    kind: parsed.data.kind,
    name: metadata.name,
    namespace: metadata.namespace ?? undefined,
    labels: metadata.labels ?? {},
    annotations,
    parameters: (spec?.arguments?.parameters ?? []).map((given) => parameterFrom(given, annotations)),
    artifacts: (spec?.arguments?.artifacts ?? []).map((given) => ({
      name: given.name,
      required:
        given.optional !== true &&
        !Object.keys(given).some((key) => isArtifactSource(key) && exists(given[key])),
    })),
    manifest: document.data as object,
  };
}

function parameterFrom(
  given: z.output<typeof parameter>,
  annotations: Readonly<Record<string, string>>,
): WorkflowParameter {
  return {
    name: given.name,
    description: given.description ?? undefined,
    value: given.value ?? undefined,
    default: given.default ?? undefined,
    enum: given.enum ?? undefined,
    pattern: annotations[`${patternAnnotation}${given.name}`],
    required: !valueKeys.some((key) => exists(given[key])),
  };
}

/** As for Kubernetes, an empty entry (`key:`) doesn't exist. */
function exists(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function mistakes(document: YamlFile, path: string, issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .map((issue) =>
      render(path, {
        position: document.positionOf(issue.path),
        message: `${issue.path.join(".")}: ${issue.message}`,
      }),
    )
    .join("\n");
}
