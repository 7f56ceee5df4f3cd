import type { Call, Template } from "./manifest";

/** Name of the template that checks parameters. */
const validation = "validate-parameters";

/** The steps of a template that only check parameters. */
export function validationCalls({ calls }: Template): Call[] {
  return calls.filter(({ target }) =>
    target.kind === "reference"
      ? target.name === validation
      : target.kind === "template" && target.template === validation,
  );
}
