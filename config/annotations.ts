/**
 * Every label and annotation key of this project, and those of Argo that it reads. Keys that end with a dot are
 * prefixes: a name follows. The scaffolder module, a package of its own, has copies of the keys that it uses;
 * `__tests__/config/annotations.test.ts` compares them.
 */

/** Begins every label and annotation of this project. */
export const ownPrefix = "aws-argo-infra/";

/** On everything that belongs to a team: the team's name. */
export const teamLabel = "aws-argo-infra/team";
/** On a workflow template: the Pod Security level that its pods need, `restricted` or `baseline`. */
export const podSecurityLabel = "aws-argo-infra/pod-security";
/** On a workflow template: the group that it belongs to, such as build or common. */
export const componentLabel = "app.kubernetes.io/component";

/** On a workflow that Backstage submitted: the scaffolder task. */
export const taskLabel = "aws-argo-infra/task";
/** On a workflow that Backstage submitted: the user's name as label, the entity reference as annotation. */
export const userKey = "aws-argo-infra/user";
/** On a workflow that Backstage submitted: the step of the scaffolder task. */
export const stepAnnotation = "aws-argo-infra/step";
/** On a workflow that Backstage submitted: the catalog entity that the run belongs to. */
export const entityAnnotation = "aws-argo-infra/entity";
/** On a workflow that Backstage submitted: the Software Template that was filled in. */
export const softwareTemplateAnnotation = "aws-argo-infra/software-template";

/** On a Software Template: `<kind>/<name>` of the workflow template that it submits. */
export const workflowTemplateAnnotation = "aws-argo-infra/workflow-template";

/** On the archive's password in the cluster: the version that External Secrets must fetch. */
export const passwordVersionAnnotation = "aws-argo-infra/password-version";

/** On a workflow template, with a parameter's name: the RE2 pattern that the whole value must match. */
export const patternAnnotation = "aws-argo-infra/pattern.";
/** On a workflow template, with a parameter's name: the Backstage form field to ask with, such as RepoUrlPicker. */
export const fieldAnnotation = "aws-argo-infra/field.";
/** On an Argo object, with a lint rule's id: why the rule doesn't apply to the object. */
export const lintIgnoreAnnotation = "aws-argo-infra/lint-ignore.";
/** On an Argo object, with a template's name: why that template must not run twice. */
export const notIdempotentAnnotation = "aws-argo-infra/not-idempotent.";

/** Argo's own: the title that Argo's list and Backstage's forms show. */
export const titleAnnotation = "workflows.argoproj.io/title";
/** Argo's own: what a template does, in Markdown. */
export const descriptionAnnotation = "workflows.argoproj.io/description";
