import type { Environment } from "../../../config/environment";
import { workflowTemplates } from "../template-library";
import type { LibraryEntry } from "./library-calls";

/** The entrypoint that each template of the library declares, and whether a target's demands depend on it. */
export function libraryEntries({ images }: Pick<Environment, "images">): LibraryEntry[] {
  const templates = workflowTemplates(images);
  const calls = new Map(templates.map(({ metadata, spec }) => [metadata.name, calledBy(spec)]));
  const leadsTo = (name: string, wanted: string): boolean =>
    [...(calls.get(name) ?? [])].some(
      (called) => called === wanted || leadsTo(called.split("/")[0] ?? "", wanted),
    );
  return templates.map(({ metadata: { name }, spec }) => ({
    template: name,
    entrypoint: (spec as { entrypoint: string }).entrypoint,
    meetsDemands: ["gate/main", "sign/provenance"].some((part) => leadsTo(name, part)),
  }));
}

/** Parts of other templates that the steps of a library template call, as `<template>/<part>`. */
function calledBy(spec: unknown): Set<string> {
  const references = (value: unknown): string[] => {
    if (typeof value !== "object" || value === null) return [];
    const { templateRef } = value as { templateRef?: { name: string; template: string } };
    const own = templateRef === undefined ? [] : [`${templateRef.name}/${templateRef.template}`];
    return [...own, ...Object.values(value).flatMap(references)];
  };
  return new Set(references(spec));
}

/**
 * Steps of the library that decide by themselves, as `<template>/<part>`: pauses that ask nobody, and whose length is
 * an expression that fails if something is wrong (decision 15).
 */
export function libraryDecisions({ images }: Pick<Environment, "images">): string[] {
  return workflowTemplates(images).flatMap(({ metadata, spec }) =>
    (spec as { templates: readonly Part[] }).templates
      .filter(({ suspend, outputs }) => suspend?.duration !== undefined && !outputs?.parameters)
      .map(({ name }) => `${metadata.name}/${name}`),
  );
}

/** Templates of the library with a step that waits for others at the same target, in any namespace. */
export function lockingTemplates({ images }: Pick<Environment, "images">): string[] {
  return workflowTemplates(images)
    .filter(({ spec }) =>
      (spec as { templates: readonly Part[] }).templates.some(({ synchronization }) =>
        synchronization?.mutexes?.some(({ namespace }) => namespace !== undefined),
      ),
    )
    .map(({ metadata }) => metadata.name);
}

interface Part {
  readonly name: string;
  readonly synchronization?: { readonly mutexes?: readonly { readonly namespace?: string }[] };
  readonly suspend?: { readonly duration?: string };
  readonly outputs?: { readonly parameters?: object };
}
