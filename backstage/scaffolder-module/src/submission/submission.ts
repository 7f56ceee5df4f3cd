import type { TemplateKind, WorkflowTemplate } from "../argo/workflow-template";
import type { WorkflowId } from "../argo/workflow";
import { metadataOf, type Origin, type WorkflowMetadata } from "./metadata";
import { resolveParameters, type GivenParameters } from "./parameters";
import { digest, workflowName } from "./workflow-name";

/** A workflow to submit. */
export interface Submission {
  readonly workflow: WorkflowId;
  readonly kind: TemplateKind;
  readonly template: string;
  /** Every parameter that Argo needs. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly metadata: WorkflowMetadata;
}

/** Inputs of a submission, apart from the template. */
export interface SubmissionInput {
  readonly namespace: string;
  readonly parameters?: GivenParameters | undefined;
  readonly entity?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly generateName?: string | undefined;
}

/**
 * Checks the input against the template, and names the workflow.
 * @param instance name of the Argo instance
 * @returns the submission and a key that is the same when the same task submits the same content again
 * @throws InputError for parameters, labels or an entity that can't be used
 */
export function submissionOf(
  instance: string,
  template: WorkflowTemplate,
  input: SubmissionInput,
  origin: Omit<Origin, "entity">,
): { submission: Submission; key: string } {
  const { kind, name: templateName } = template;
  const { namespace, labels, entity, generateName } = input;
  const parameters = resolveParameters(template, input.parameters ?? {});
  const metadata = metadataOf({ ...origin, entity }, labels ?? {});
  const content = { instance, namespace, kind, templateName, parameters, labels, entity };
  const identity = { taskId: origin.taskId, stepId: origin.stepId, content };
  const workflow = { namespace, name: workflowName(generateName ?? `${templateName}-`, identity) };
  return {
    submission: { workflow, kind, template: templateName, parameters, metadata },
    key: digest(identity),
  };
}
