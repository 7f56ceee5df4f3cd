import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { controlPlaneNamespace } from "../../../config/naming";
import { ApiError } from "../../lab/kubernetes-api";
import type { Lab } from "../../lab/lab";
import { required } from "../../lab/required";
import type { Manifest } from "../../shared/installation/manifests-of";
import { controlPlaneLabels } from "../flows/endpoints";

const run = promisify(execFile);

interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly { readonly name: string; readonly args: readonly string[] }[];
  };
}

function podTemplates(
  objects: readonly Manifest[],
): { readonly name: string; readonly template: PodTemplate }[] {
  return objects
    .filter(({ kind }) => kind === "Deployment" || kind === "Job")
    .map(({ metadata, spec }) => ({
      name: metadata.name,
      template: (spec as { template: PodTemplate }).template,
    }));
}

/** Pods of Deployments and Jobs that Pod Security and the rest of admission refuse in `argo`. */
export async function notAdmitted({ api }: Lab, objects: readonly Manifest[]): Promise<string[]> {
  const path = `/api/v1/namespaces/${controlPlaneNamespace}/pods?dryRun=All&fieldValidation=Strict`;
  const refused: string[] = [];
  for (const { name, template } of podTemplates(objects))
    await api
      .post(path, { metadata: { ...template.metadata, name }, spec: template.spec })
      .catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        refused.push(`${name}: ${error.message}`);
      });
  return refused;
}

/** Kinds of pods of the flow rows that the chart creates with other labels or not at all. */
export function mislabelled(objects: readonly Manifest[]): string[] {
  const found = podTemplates(objects).map(({ template }) => template.metadata.labels);
  return (["server", "controller", "CRD job"] as const).filter(
    (kind) =>
      !found.some((labels) =>
        Object.entries(controlPlaneLabels[kind]).every(([key, value]) => labels[key] === value),
      ),
  );
}

/** Arguments that Argo's programs don't know: with `--help`, a program first reports an unknown flag. */
export async function unknownArguments({ programs }: Lab, objects: readonly Manifest[]): Promise<string[]> {
  const byContainer = new Map([
    ["argo-server", required(programs, "argo")],
    ["controller", required(programs, "workflow-controller")],
  ]);
  const complaints: string[] = [];
  for (const { template } of podTemplates(objects))
    for (const { name, args } of template.spec.containers) {
      const program = byContainer.get(name);
      if (program !== undefined)
        await run(program, [...args, "--help"]).catch((error: unknown) =>
          complaints.push(`${name}: ${(error as { stderr: string }).stderr.trim().slice(0, 200)}`),
        );
    }
  return complaints;
}
