import { ownLocation, ownLocations } from "./artifact-locations";
import type { Policy } from "./policy";
import { everyCall, everyTemplate, kindsWithSpec, specChanged, specVariables } from "./workflow-spec";

const where =
  "Give an S3 key below artifacts/<your namespace>/, or raw data; leave out the store, bucket, endpoint, role and credentials.";

/** Artifacts of a namespace are where its own roles reach: nobody names another place. */
export function artifacts(namespaces: readonly string[]): Policy {
  return {
    name: "artifacts",
    namespaces,
    resources: kindsWithSpec,
    conditions: [specChanged],
    variables: specVariables,
    validations: [
      {
        expression: ownLocations("variables.spec", "arguments"),
        message: `An artifact among the arguments is not in the namespace's own place. ${where}`,
      },
      {
        expression: everyTemplate((template) => ownLocations(template, "inputs", "outputs")),
        message: `An input or output artifact of a template is not in the namespace's own place. ${where}`,
      },
      {
        expression: everyCall((call) => ownLocations(call, "arguments")),
        message: `An artifact that a step or task passes is not in the namespace's own place. ${where}`,
      },
      {
        expression: everyTemplate(
          (template) =>
            `(!has(${template}.archiveLocation) || (${ownLocation(`${template}.archiveLocation`)}))`,
        ),
        message: `A template archives to a place that is not the namespace's own. ${where}`,
      },
      {
        expression: "!has(variables.spec.artifactRepositoryRef)",
        message:
          "artifactRepositoryRef is not allowed. Leave it out: the namespace has one artifact repository.",
      },
    ],
  };
}
