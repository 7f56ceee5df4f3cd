import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

const kinds = ["ClusterWorkflowTemplate", "WorkflowTemplate"] as const;
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const parameter = z.object({
  name: z.string().regex(/^[-a-zA-Z0-9_]+$/, "must be a name of letters, digits, hyphens and underscores"),
  description: z.string().optional(),
  value: text.optional(),
  default: text.optional(),
  enum: z.array(text).min(1).optional(),
  valueFrom: z.unknown().optional(),
});

/** An artifact stands somewhere once it has a key beside its name, such as s3, git or raw. */
const artifact = z.looseObject({ name: z.string(), optional: z.boolean().optional() });

const manifest = z.object({
  kind: z.enum(kinds),
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), text).default({}),
    annotations: z.record(z.string(), text).default({}),
  }),
  spec: z.object({
    arguments: z
      .object({ parameters: z.array(parameter).default([]), artifacts: z.array(artifact).default([]) })
      .prefault({}),
  }),
});

/** A parameter as its author wrote it; values of every type are text, as they are to Argo. */
export type WorkflowParameter = z.output<typeof parameter>;

/** A WorkflowTemplate or ClusterWorkflowTemplate, as far as a form is about it. */
export interface WorkflowTemplate {
  /** Relative to the folder that was read, with slashes. */
  readonly file: string;
  readonly kind: (typeof kinds)[number];
  readonly name: string;
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly parameters: readonly WorkflowParameter[];
  /** Names of artifacts that somebody must bring. */
  readonly missingArtifacts: readonly string[];
}

/**
 * The templates in the YAML files of a folder and those below it, sorted by name. Other kinds are passed over.
 * @throws Error that names the file, for YAML that can't be read and templates of a wrong shape
 */
export function readWorkflowTemplates(folder: string): WorkflowTemplate[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .flatMap((entry) => templatesIn(join(entry.parentPath, entry.name), folder))
    .sort((one, other) => compare(one.name, other.name) || compare(one.file, other.file));
}

function templatesIn(path: string, folder: string): WorkflowTemplate[] {
  const file = relative(folder, path).replaceAll("\\", "/");
  const documents = parseAllDocuments(readFileSync(path, "utf8"));
  return ("empty" in documents ? [] : documents).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${path}: ${error.message}`);
    const content = document.toJS() as { kind?: unknown } | null;
    if (!kinds.some((kind) => kind === content?.kind)) return [];
    const parsed = manifest.safeParse(content);
    if (!parsed.success) throw new Error(`${path} isn't a template: ${z.prettifyError(parsed.error)}`);
    const { kind, metadata, spec } = parsed.data;
    return [
      {
        file,
        kind,
        ...metadata,
        namespace: metadata.namespace,
        parameters: spec.arguments.parameters,
        missingArtifacts: spec.arguments.artifacts
          .filter((each) => !each.optional && Object.keys(each).length === 1)
          .map(({ name }) => name),
      },
    ];
  });
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
