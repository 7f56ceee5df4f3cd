/**
 * CEL: a step of a workflow is one of the library's `parts`, a list of `<template>/<part>`. It was called by reference,
 * or inside its template, or it is what the workflow itself runs.
 *
 * @param node the step as the API server has it
 * @param spec the workflow's specification
 */
export function isLibraryPart(node: string, spec: string, parts: string): string {
  return [
    `(${node}.?templateRef.?name.orValue('') + '/' + ${node}.?templateRef.?template.orValue(''))`,
    `(${node}.?templateScope.orValue('').replace('cluster/', '') + '/' + ${node}.?templateName.orValue(''))`,
    `(${spec}.?workflowTemplateRef.?name.orValue('') + '/' + ${node}.?templateName.orValue(''))`,
  ]
    .map((part) => `${part} in ${parts}`)
    .join(" || ");
}
