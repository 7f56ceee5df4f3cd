import { deployments } from "../../config/schema/targets";
import type { PortalNamespace } from "./portal-instance";

type Deployment = (typeof deployments)[number];

/**
 * What a form offers for a parameter. `registry`: nothing, because the environment decides. `source`: the repository of
 * a component, or an address. `repositories`: the team's images. `images`: suggestions for an image with its digest.
 * `targets`: what the team deploys to.
 */
export type Choices =
  | { readonly of: "registry" | "source" | "repositories" | "images" }
  | { readonly of: "targets"; readonly allow: Deployment | undefined };

/**
 * Reads the annotation `choices.<parameter>`.
 * @throws Error if the text isn't known
 */
export function choicesFrom(text: string, parameter: string): Choices {
  const [of, allow, ...more] = text.split(/\s+/);
  if (of === "registry" || of === "source" || of === "repositories" || of === "images")
    if (allow === undefined) return { of };
  const deployment = deployments.find((each) => each === allow);
  if (of === "targets" && more.length === 0 && (allow === undefined || deployment !== undefined))
    return { of, allow: deployment };
  throw new Error(
    `choices of parameter ${parameter} are ${JSON.stringify(text)}, but must be registry, source, repositories, images, targets, ` +
      deployments.map((each) => `targets ${each}`).join(", "),
  );
}

/** The values that a team can choose from; undefined if they don't depend on the team. */
export function choicesOf(
  choices: Choices,
  { repositories, targets }: PortalNamespace,
): string[] | undefined {
  if (choices.of === "repositories") return [...repositories];
  if (choices.of !== "targets") return undefined;
  const { allow } = choices;
  return targets
    .filter(({ allows }) => allow === undefined || allows.includes(allow))
    .map(({ namespace }) => namespace);
}

/** What the form suggests, and a person completes; undefined if it suggests nothing. */
export function suggestionsOf(choices: Choices, { images }: PortalNamespace): string[] | undefined {
  return choices.of === "images" && images.length > 0 ? images.map((each) => `${each}@sha256:`) : undefined;
}
