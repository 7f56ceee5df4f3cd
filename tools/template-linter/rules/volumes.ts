import type { Library } from "../library";
import type { Call, Template } from "../manifest";
import type { Finding, Rule } from "../rule";
import { dependenciesOf } from "../schedule";

/** Rules about volumes. */

const sharedVolume: Rule = {
  id: "shared-volume",
  sentence: "Nodes that run at the same time don't share a volume that only one machine can mount.",
  *check(library) {
    for (const manifest of library.manifests) {
      const volumes = new Set(
        manifest.spec
          .at("volumeClaimTemplates")
          .items()
          .filter(
            (claim) => !modesOf(claim.at("spec", "accessModes").value).some((mode) => mode.endsWith("Many")),
          )
          .map((claim) => claim.at("metadata", "name").text ?? ""),
      );
      if (volumes.size === 0) continue;
      for (const template of manifest.templates) yield* shared(library, template, volumes);
    }
  },
};

/** Access modes; several machines can mount ReadWriteMany and ReadOnlyMany. */
function modesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((mode) => typeof mode === "string") : [];
}

function* shared(library: Library, template: Template, volumes: ReadonlySet<string>): Generator<Finding> {
  if (String(template.place.at("parallelism").value) === "1") return;
  const nodes = template.calls
    .map((call) => ({ call, mounted: mountedBy(library, call, volumes) }))
    .filter(({ mounted }) => mounted.size > 0);
  const before = ancestors(template.calls);
  for (const [index, { call, mounted }] of nodes.entries()) {
    const [volume = ""] = mounted;
    if (["withItems", "withParam", "withSequence"].some((key) => call.place.at(key).exists))
      yield {
        place: call.place,
        message: `${call.name} runs several times at once, and each run mounts the volume ${volume}`,
      };
    for (const other of nodes.slice(0, index)) {
      const common = [...mounted].find((name) => other.mounted.has(name));
      if (common !== undefined && mayRunTogether(template, call, other.call, before))
        yield {
          place: call.place,
          message: `${call.name} and ${other.call.name} may run at the same time on two machines, and both mount the volume ${common}; pass an artifact instead`,
        };
    }
  }
}

/** Volumes that a node mounts, directly or through the templates that it runs. */
function mountedBy(library: Library, call: Call, volumes: ReadonlySet<string>): Set<string> {
  const mounted = new Set<string>();
  const callee = library.callee(call);
  const reached = new Set(callee ? [callee] : []);
  // You can add to a set while you iterate over it.
  for (const template of reached) {
    for (const { place } of template.containers)
      for (const mount of place.at("volumeMounts").items()) {
        const name = mount.at("name").text ?? "";
        if (volumes.has(name)) mounted.add(name);
      }
    for (const inner of template.calls) {
      const next = library.callee(inner);
      if (next) reached.add(next);
    }
  }
  return mounted;
}

function mayRunTogether(
  { kind }: Template,
  a: Call,
  b: Call,
  before: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  if (kind !== "dag") return a.group === b.group;
  return !before.get(a.name)?.has(b.name) && !before.get(b.name)?.has(a.name);
}

/** For each task, all tasks that end before it starts. */
function ancestors(calls: readonly Call[]): Map<string, ReadonlySet<string>> {
  const direct = new Map(calls.map((call) => [call.name, dependenciesOf(call)]));
  return new Map(
    [...direct.keys()].map((name) => {
      const all = new Set<string>();
      const visit = (task: string): void => {
        for (const earlier of direct.get(task) ?? []) {
          if (all.has(earlier)) continue;
          all.add(earlier);
          visit(earlier);
        }
      };
      visit(name);
      return [name, all];
    }),
  );
}

export const volumeRules = [sharedVolume];
