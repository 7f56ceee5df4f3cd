/**
 * Every label and annotation key of this project, and those of Argo that it reads. A key that ends
 * with a dot is a prefix: a name follows. The scaffolder module is a package of its own and has copies of the keys that
 * it uses; `__tests__/config/annotations.test.ts` compares them.
 */

/** Prefix of every label and annotation of this project. */
export const ownPrefix = "aws-argo-infra/";

/** On every object of a team: the name of the team. */
export const teamLabel = "aws-argo-infra/team";
/** On a namespace that teams deploy to, set by its owner: the names of those teams, with dots between them. */
export const deployableByLabel = "aws-argo-infra/deployable-by";
/** On a workflow template: the Pod Security level that its pods need, `restricted` or `baseline`. */
export const podSecurityLabel = "aws-argo-infra/pod-security";
/** On a workflow template: its group, such as build or common. */
export const componentLabel = "app.kubernetes.io/component";

/** On a workflow that Backstage submitted: the scaffolder task. */
export const taskLabel = "aws-argo-infra/task";
/**
 * On a workflow that Backstage submitted: the person. The label has the claim that `backstage.userClaim` in the
 * environment file names, in the form in which Argo's server writes it for a login (`workflows.argoproj.io/creator-email` and the
 * like), but in lower case. The annotation has the entity reference.
 */
export const userKey = "aws-argo-infra/user";
/** On a workflow that Backstage submitted: the step of the scaffolder task. */
export const stepAnnotation = "aws-argo-infra/step";
/** On a workflow that Backstage submitted: the catalog entity that the run belongs to. */
export const entityAnnotation = "aws-argo-infra/entity";
/** On a workflow that Backstage submitted: the Software Template that the user filled in. */
export const softwareTemplateAnnotation = "aws-argo-infra/software-template";

/** On a Software Template: `<kind>/<name>` of the workflow template that it submits. */
export const workflowTemplateAnnotation = "aws-argo-infra/workflow-template";

/** On the Secret of a token for Backstage. */
export const portalTokenLabel = "aws-argo-infra/backstage-token";
/** On the Secret of a token for Backstage: the environment variable in which Backstage's backend expects the token. */
export const variableAnnotation = "aws-argo-infra/variable";

/** On the password of the archive in the cluster: the version that External Secrets must fetch. */
export const passwordVersionAnnotation = "aws-argo-infra/password-version";

/** On a workflow template, with a parameter's name: the RE2 pattern that the whole value must match. */
export const patternAnnotation = "aws-argo-infra/pattern.";
/** On a workflow template: the pages of its form, as YAML: a map of titles and lists of parameters. */
export const pagesAnnotation = "aws-argo-infra/form-pages";
/** On a workflow template: what it does, as tags of its form, separated by spaces. */
export const tagsAnnotation = "aws-argo-infra/tags";
/**
 * On a workflow template: `always` if each run waits for a person's answer, `by-target` if a run does where its target
 * demands an approval.
 */
export const approvalAnnotation = "aws-argo-infra/asks-for-approval";
/** On a workflow template, with the name of a parameter that is true or false: the parameters that only count if it is true. */
export const switchAnnotation = "aws-argo-infra/switch.";
/** On a workflow template, with a parameter's name: what its form offers for it, such as `repositories`. */
export const choicesAnnotation = "aws-argo-infra/choices.";
/** On a workflow template, with a parameter's name: the unit of its values, such as seconds. */
export const unitAnnotation = "aws-argo-infra/unit.";
/** On a workflow template, with a parameter's name: what its form says instead of the description. */
export const helpAnnotation = "aws-argo-infra/help.";
/** On a workflow template, with a parameter's name: the form field that Backstage shows for it, such as RepoUrlPicker. */
export const fieldAnnotation = "aws-argo-infra/field.";
/** On a workflow template, with a parameter's name: the widget of its form field, such as textarea. */
export const widgetAnnotation = "aws-argo-infra/widget.";
/** On an Argo object, with the ID of a lint rule: why the rule doesn't apply to the object. */
export const lintIgnoreAnnotation = "aws-argo-infra/lint-ignore.";
/** On an Argo object, with the name of a template: why that template must not run twice. */
export const notIdempotentAnnotation = "aws-argo-infra/not-idempotent.";

/** Argo's own: the title that Argo's list and Backstage's forms show. */
export const titleAnnotation = "workflows.argoproj.io/title";
/** Argo's own: what a template does, in Markdown. */
export const descriptionAnnotation = "workflows.argoproj.io/description";
