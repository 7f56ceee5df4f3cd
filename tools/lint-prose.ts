import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * Words and phrases that this project doesn't use, and what to write instead. Each entry was once a habit here; the
 * list keeps it from coming back.
 */
const phrases: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\banew\b/i, "again"],
  [/\bmend(s|ed|ing)?\b/i, "fix"],
  [/\bbesides?\b/i, "in addition to, next to"],
  [/\bwhoever\b/i, "anyone who, the person who"],
  [/\bthe own\b/i, "your own, its own"],
  [/\baffairs?\b/i, "say whose decision it is"],
  [/\b(bears?|borne)\b/i, "tolerate, survive"],
  [/\bone (?!or\b|and\b)\w+ more\b/i, "another, one additional"],
  [/\b(can't|cannot|could not|couldn't|to) be had\b/i, "isn't available"],
  [/(^|[.!] |\/\/ |\* )Who \w+s\b(?!.*\?)/, "A person who"],
  [/(^|[.!] |\/\/ |\* )Whose \w+\b(?!.*\?)/, "name the owner first"],
  [/\bstands? (below|above|at|on)\b/i, "is below, is above, is in"],
  [/\bstands in (the|an?|its|their|every|each|no)\b/i, "is in"],
  [
    /\b(pods|requests|times|runs|lines|seconds|rows|workflows) an? (second|minute|hour|day|team|file|run)\b/i,
    "per",
  ],
  [/\btowards\b/i, "toward"],
  [/\b(behav|col|fav|hon|neighb)ours?\b/i, "American spelling: -or"],
  [
    /\b(organ|real|serial|normal|initial|recogn|summar|author)is(e[ds]?|ing|ation)\b/i,
    "American spelling: -ize",
  ],
  [/\b(artefact|whilst|amongst|learnt|spelt|judgement|licence|catalogue)s?\b/i, "American spelling"],
];

const maxTableColumns = 140;
const maxMarkdownColumns = 120;

/** Generated, copied from elsewhere, or hostile on purpose. */
const leftOut =
  /^(cdktf\.out|backstage\/software-templates|__tests__\/fixtures\/original-design)\/|\.(sum|lock|svg|png)$|package-lock\.json$|report\.api\.md$|^LICENSE$|^e2e\/lab\/tools\/|(^|\/)lint-prose(\.test)?\.ts$/;
const texts = /\.(md|ts|mts|cts|tsx|mjs|cjs|js|ya?ml|sh|py|go)$|^\.ci\/|\/stand-ins\//;

interface Finding {
  readonly line: number;
  readonly text: string;
}

/** `npm run lint:prose [-- FILE...]`: finds wording that is hard to read, and Markdown lines that are too long. */
function main(): void {
  const named = process.argv.slice(2);
  const { stdout } = spawnSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard", ...named],
    {
      encoding: "utf8",
      maxBuffer: 64 * 2 ** 20,
    },
  );
  const files = stdout
    .split("\0")
    .filter((file) => texts.test(file) && !leftOut.test(file) && existsSync(file));
  const lines = files.flatMap((file) =>
    findings(file, readFileSync(file, "utf8")).map(({ line, text }) => `${file}:${line} ${text}`),
  );
  for (const line of lines) console.log(line);
  const count = (all: readonly string[], noun: string) =>
    `${all.length} ${noun}${all.length === 1 ? "" : "s"}`;
  console.log(`${count(lines, "finding")} in ${count(files, "file")}`);
  if (lines.length > 0 || files.length === 0) process.exitCode = 1;
}

const fence = /^\s*```/;

function findings(file: string, content: string): Finding[] {
  const markdown = file.endsWith(".md");
  const lines = content.split("\n");
  let inCode = false;
  const found = lines.flatMap((line, index) => {
    if (fence.test(line)) inCode = !inCode;
    const faults = phrases.flatMap(([pattern, instead]) => {
      const match = pattern.exec(line);
      return match ? [`"${match[0].replace(/^(\W+ )/, "").trim()}": ${instead}`] : [];
    });
    if (markdown && !inCode) {
      const limit = line.startsWith("|") ? maxTableColumns : maxMarkdownColumns;
      // You can't wrap a long word or code, and readers don't see the address of a link.
      const { length } = line.replace(/\]\([^)]*\)/g, "]").replace(/`[^`]{60,}`|\S{60,}/g, "");
      if (length > limit) faults.push(`${length} columns; at most ${limit}`);
    }
    return faults.map((text) => ({ line: index + 1, text }));
  });
  // What follows would be read as code, without a limit.
  const fences = lines.flatMap((line, index) => (fence.test(line) ? [index + 1] : []));
  const open = fences.length % 2 === 1 ? fences.at(-1) : undefined;
  if (markdown && open !== undefined) found.push({ line: open, text: "the code block isn't closed" });
  return found;
}

main();
