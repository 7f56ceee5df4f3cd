import type { Place } from "./place";

/** An Argo tag, `{{...}}`, in a text. */
export interface Tag {
  /** `{{=...}}`: an expression; otherwise the name of a variable. */
  readonly isExpression: boolean;
  /** The content between the braces, trimmed. */
  readonly content: string;
  /** The whole tag, as in the file. */
  readonly text: string;
}

/** Every tag of a text. As in Argo, a tag ends at the first `}}`. */
export function tagsIn(text: string): Tag[] {
  const tags: Tag[] = [];
  let start = text.indexOf("{{");
  while (start !== -1) {
    const end = text.indexOf("}}", start + 2);
    if (end === -1) break;
    const inner = text.slice(start + 2, end);
    const isExpression = inner.startsWith("=");
    tags.push({
      isExpression,
      content: (isExpression ? inner.slice(1) : inner).trim(),
      text: text.slice(start, end + 2),
    });
    start = text.indexOf("{{", end + 2);
  }
  return tags;
}

/** A variable that a template reads, such as inputs.parameters.revision, split into its parts. */
export interface Read {
  readonly place: Place;
  readonly path: readonly string[];
  /** The whole expression, if the variable is in an expression. */
  readonly expression: string | undefined;
}

/** Fields that are expressions without braces. */
const expressionFields = new Set(["expression", "fromExpression"]);

/** The variables that a text reads. */
export function readsOf(place: Place): Read[] {
  const text = place.string ?? "";
  const tagged = tagsIn(text).flatMap(({ isExpression, content }): Read[] =>
    isExpression
      ? pathsIn(content).map((path) => ({ place, path, expression: content }))
      : [{ place, path: content.split("."), expression: undefined }],
  );
  const plain = expressionFields.has(place.key ?? "")
    ? pathsIn(text).map((path) => ({ place, path, expression: text }))
    : [];
  return [...tagged, ...plain];
}

/** Quoted strings, and names with their further parts after a dot or in brackets. */
const token =
  /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*(?:\??\.[A-Za-z_][\w-]*|\[\s*(?:'[^']*'|"[^"]*")\s*\])*/g;
/** The most characters of an expression that are parsed: an unclosed quote costs quadratic time. */
const longest = 4000;
const step = /\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\]|[A-Za-z_][\w-]*/g;

/** The variables in an expression (expr-lang): `inputs.parameters['git-repo']`. */
export function pathsIn(expression: string): string[][] {
  return [...expression.slice(0, longest).matchAll(token)]
    .map(([found]) => found)
    .filter((found) => !/^['"]/.test(found))
    .map((found) => [...found.matchAll(step)].map(([whole, single, double]) => single ?? double ?? whole));
}
