/**
 * Backstage scaffolder actions for Argo Workflows.
 *
 * @packageDocumentation
 */
export { scaffolderModuleArgoWorkflows as default } from "./module";
