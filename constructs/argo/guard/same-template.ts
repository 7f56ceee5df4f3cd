/**
 * CEL that compares two templates: one as the cluster has it, one as Argo writes it after reading it. Argo writes out
 * empty maps and names, and computes quantities; all else is word for word.
 */

/** Clients write out what is empty. */
const empty = "[dyn(null), dyn(''), dyn({}), dyn([])]";

/** Names of variables; nested ones must not hide one another. */
class Names {
  #next = 0;

  take(): string {
    this.#next += 1;
    return `v${this.#next}`;
  }
}

/** A condition on two expressions. */
type Comparison = (one: string, other: string) => string;

/** Gives two long expressions names, which CEL has no other way to do: each is an element of a list of its own. */
function named(names: Names, compare: Comparison): Comparison {
  return (one, other) => {
    const [a, b] = [names.take(), names.take()];
    return `[${one}].all(${a}, [${other}].all(${b}, ${compare(a, b)}))`;
  };
}

/** Both maps have the same fields, except for those in `skipped`. */
function fields(names: Names, skipped: readonly string[]): Comparison {
  return (one, other) => {
    const f = names.take();
    const same =
      `${f} in ${JSON.stringify(skipped)} || ${one}[?${f}].orValue(null) == ${other}[?${f}].orValue(null) || ` +
      `(${one}[?${f}].orValue(null) in ${empty} && ${other}[?${f}].orValue(null) in ${empty})`;
    return `${one}.all(${f}, ${same}) && ${other}.all(${f}, ${same})`;
  };
}

/** Lists of the same length, equal element by element. */
function elements(names: Names, compare: Comparison): Comparison {
  return (one, other) => {
    const [i, e] = [names.take(), names.take()];
    return `size(${one}) == size(${other}) && ${one}.all(${i}, ${e}, ${named(names, compare)(e, `${other}[${i}]`)})`;
  };
}

/** Lists of lists. */
function groups(names: Names, compare: Comparison): Comparison {
  return named(names, elements(names, elements(names, compare)));
}

/** A step or a task; `inline` compares its inline template. */
function call(names: Names, inline: Comparison): Comparison {
  return (one, other) => {
    const k = names.take();
    const hooks = (owner: string) => `${owner}.?hooks.orValue({})`;
    return [
      fields(names, ["hooks", "inline"])(one, other),
      `${hooks(other)}.all(${k}, ${k} in ${hooks(one)})`,
      `${hooks(one)}.all(${k}, ${k} in ${hooks(other)} && ` +
        `${named(names, fields(names, []))(`${one}.hooks[${k}]`, `${other}.hooks[${k}]`)})`,
      inline(`${one}.?inline.orValue({})`, `${other}.?inline.orValue({})`),
    ].join(" && ");
  };
}

const containersOf = (template: string) =>
  `[dyn([${template}.?container.orValue({})]), dyn([${template}.?script.orValue({})]), ${template}.?containerSet.?containers.orValue([]), ` +
  `${template}.?initContainers.orValue([]), ${template}.?sidecars.orValue([])]`;
const callsOf = (template: string) =>
  `(${template}.?steps.orValue([]) + [${template}.?dag.?tasks.orValue([])])`;

function template(names: Names, podMetadata: string, inline: Comparison): Comparison {
  return named(names, (one, other) =>
    [
      fields(names, [
        "container",
        "script",
        "containerSet",
        "initContainers",
        "sidecars",
        "metadata",
        "steps",
        "dag",
      ])(one, other),
      groups(names, fields(names, ["resources"]))(containersOf(one), containersOf(other)),
      ...["containerSet", "dag"].map((field) =>
        named(names, fields(names, ["containers", "tasks"]))(
          `${one}.?${field}.orValue({})`,
          `${other}.?${field}.orValue({})`,
        ),
      ),
      groups(names, call(names, inline))(callsOf(one), callsOf(other)),
      ...["labels", "annotations"].map((kind) => {
        const [l, v] = [names.take(), names.take()];
        return (
          `${other}.?metadata.?${kind}.orValue({}).all(${l}, ${v}, ${v} == ${one}.?metadata.?${kind}[?${l}].orValue(null) || ` +
          `${v} == ${podMetadata}.?${kind}[?${l}].orValue(null))`
        );
      }),
    ].join(" && "),
  );
}

export interface Templates {
  /** A template as the cluster has it. */
  readonly stored: string;
  /** The same as Argo writes it. */
  readonly written: string;
  /** Labels and annotations that the whole specification has for its pods, which Argo adds; an optional map. */
  readonly podMetadata: string;
}

/** Both are the same template. Inline templates have no inline ones: the rule `known-fields` refuses them. */
export function sameTemplate({ stored, written, podMetadata }: Templates): string {
  const names = new Names();
  const none: Comparison = (one, other) => `${one} == ${other}`;
  return template(names, podMetadata, template(names, podMetadata, none))(stored, written);
}
