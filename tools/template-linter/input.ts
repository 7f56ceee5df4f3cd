import { isArtifactSource, valueKeys } from "../../config/workflow-template";
import type { Place } from "./place";

/** A declared input of a template, or argument of a manifest. */
export interface Input {
  readonly name: string;
  readonly place: Place;
  /** Whether the caller must give a value. */
  readonly isRequired: boolean;
}

/** The parameters of a list. A parameter with a value or default is not required. */
export function inputsAt(list: Place): Input[] {
  return list.items().map((place) => ({
    name: place.at("name").text ?? "",
    place,
    isRequired: !valueKeys.some((key) => place.at(key).exists),
  }));
}

export function artifactsAt(list: Place): Input[] {
  return list.items().map((place) => ({
    name: place.at("name").text ?? "",
    place,
    isRequired: place.at("optional").value !== true && !hasSource(place),
  }));
}

/** Whether an artifact has a source: `from`, or a store such as s3. */
export function hasSource(artifact: Place): boolean {
  return artifact.entries().some(([key, value]) => isArtifactSource(key) && value.exists);
}
