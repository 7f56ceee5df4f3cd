import { serviceAccounts } from "../../../config/naming";
import { all, at, oneOf } from "./cel";
import type { Policy } from "./policy";
import { everyTemplate, kindsWithSpec, specChanged, specVariables } from "./workflow-spec";

/** Workflows and templates of a team run as the team's own account; only the library names others. */
export function accounts(namespaces: readonly string[]): Policy {
  const { workflow } = serviceAccounts;
  const own = ["", workflow];
  const ownAccount = (owner: string) => oneOf(owner, "serviceAccountName", own);
  const deletion = (artifacts: string) =>
    `${artifacts}.all(a, ${at("a", "artifactGC.serviceAccountName", "''")} in ['', '${workflow}'])`;
  return {
    name: "accounts",
    namespaces,
    resources: kindsWithSpec,
    conditions: [specChanged],
    variables: specVariables,
    validations: [
      {
        expression: all(ownAccount("variables.spec"), everyTemplate(ownAccount)),
        message: `A workflow names a service account that is not ${workflow}. Leave serviceAccountName out; a step that needs another account calls a template of the library.`,
      },
      {
        expression: all(
          `${at("variables.spec", "artifactGC.serviceAccountName", "''")} in ['', '${workflow}']`,
          everyTemplate((template) => deletion(at(template, "outputs.artifacts", "[]"))),
        ),
        message: `Artifacts are deleted by the service account ${workflow} only. Leave artifactGC.serviceAccountName out.`,
      },
      {
        expression: all(
          "!has(variables.spec.automountServiceAccountToken)",
          everyTemplate((template) => `!has(${template}.automountServiceAccountToken)`),
        ),
        message:
          "automountServiceAccountToken is not allowed: your own code gets no Kubernetes token, and Argo's containers always get theirs. Leave it out.",
      },
    ],
  };
}
