/**
 * Label and annotation keys of aws-argo-infra and Argo that this module reads and writes. The same keys are in
 * `config/annotations.ts` of the repository, whose tests compare the two files.
 */

/** Begins every label and annotation of aws-argo-infra. */
export const ownPrefix = "aws-argo-infra/";

/** On a workflow: the scaffolder task. A repeated submission finds its own workflow by this label. */
export const taskLabel = "aws-argo-infra/task";
/** On a workflow: the person. As label the claim of Argo's login, as annotation the entity reference. */
export const userKey = "aws-argo-infra/user";
export const stepAnnotation = "aws-argo-infra/step";
export const entityAnnotation = "aws-argo-infra/entity";
export const softwareTemplateAnnotation = "aws-argo-infra/software-template";

/** On a template, with a parameter's name: the RE2 pattern that the whole value must match. */
export const patternAnnotation = "aws-argo-infra/pattern.";
/** On a template, with the name of a parameter that is true or false: the parameters that only count if it is true. */
export const switchAnnotation = "aws-argo-infra/switch.";
export const titleAnnotation = "workflows.argoproj.io/title";
export const descriptionAnnotation = "workflows.argoproj.io/description";
