import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repositoryPath } from "../../../config/repository";
import type { KubernetesObject } from "../../lab/kubernetes-api";

const folders = ["common", "build", "test", "deploy", "composite"];

/** A ClusterWorkflowTemplate of the library. */
export interface Template extends KubernetesObject {
  readonly spec: {
    readonly arguments?: {
      readonly parameters?: readonly {
        readonly name: string;
        readonly value?: string;
        readonly enum?: readonly string[];
      }[];
    };
  };
}

/** An example from workflow-templates/examples. */
export interface Example {
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly artifacts: readonly object[];
}

/** All templates; those that others call come first. */
export function libraryTemplates(): Template[] {
  return folders.flatMap((folder) => yamlFiles(folder).map((file) => parse(file) as Template));
}

/** All examples, by the name of their template. */
export function examples(): Map<string, Example> {
  const found = yamlFiles("examples").map((file): [string, Example] => {
    const { spec } = parse(file) as {
      spec: {
        workflowTemplateRef: { name: string };
        arguments?: { parameters?: { name: string; value: string }[]; artifacts?: object[] };
      };
    };
    const { parameters = [], artifacts = [] } = spec.arguments ?? {};
    const given = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    return [
      spec.workflowTemplateRef.name,
      { template: spec.workflowTemplateRef.name, parameters: given, artifacts },
    ];
  });
  return new Map(found);
}

function yamlFiles(folder: string): string[] {
  const path = repositoryPath("workflow-templates", folder);
  return readdirSync(path)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => readFileSync(join(path, name), "utf8"));
}
