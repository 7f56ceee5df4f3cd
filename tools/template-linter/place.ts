import type { Position } from "../../config/problem";
import type { YamlFile } from "../../config/yaml-file";

/** A document of a file. */
export interface Source {
  /** As given on the command line. */
  readonly path: string;
  readonly yaml: YamlFile;
}

/**
 * A place in a document, with a value of any type. If you ask for a list and the value is a number, you get an empty
 * list. Rules read manifests through this class, so that no malformed file can break them.
 */
export class Place {
  constructor(
    readonly source: Source,
    readonly path: readonly PropertyKey[],
    readonly value: unknown,
  ) {}

  /** The place at a path below this one; its value is undefined if there is none. */
  at(...keys: readonly PropertyKey[]): Place {
    const value = keys.reduce<unknown>(
      (found, key) =>
        typeof found === "object" && found !== null && Object.hasOwn(found, key)
          ? (found as Record<PropertyKey, unknown>)[key]
          : undefined,
      this.value,
    );
    return new Place(this.source, [...this.path, ...keys], value);
  }

  /** Whether there is a value. An empty entry (`key:`) has none. */
  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get isMap(): boolean {
    return typeof this.value === "object" && this.value !== null && !Array.isArray(this.value);
  }

  /** Entries of a list. */
  items(): Place[] {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.at(index)) : [];
  }

  /** Keys of a map. */
  keys(): string[] {
    return this.isMap ? Object.keys(this.value as object) : [];
  }

  /** Values of a map, in the order of the file. */
  entries(): [string, Place][] {
    return this.keys().map((key) => [key, this.at(key)]);
  }

  /** A string, or a number or boolean in the form in which Argo reads it as text (AnyString). */
  get text(): string | undefined {
    const { value } = this;
    return typeof value === "string" ? value : isPlain(value) ? String(value) : undefined;
  }

  get string(): string | undefined {
    return typeof this.value === "string" ? this.value : undefined;
  }

  /** The last step of the path, if it is a key of a map. */
  get key(): string | undefined {
    const last = this.path.at(-1);
    return typeof last === "string" ? last : undefined;
  }

  /** The position that a finding reports: the key of a map entry, or the entry of a list. */
  get position(): Position {
    const { yaml } = this.source;
    return this.key === undefined ? yaml.positionOf(this.path) : yaml.positionOfKey(this.path);
  }

  /** Every string at this place and below it, in the order of the file. */
  *texts(): Generator<Place> {
    if (typeof this.value === "string") yield this;
    for (const place of this.items()) yield* place.texts();
    for (const [, place] of this.entries()) yield* place.texts();
  }
}

function isPlain(value: unknown): value is number | boolean {
  return typeof value === "number" || typeof value === "boolean";
}
