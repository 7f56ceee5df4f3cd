import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { parse, parseAllDocuments, stringify } from "yaml";
import { environmentFile } from "../config/environment";
import { problems } from "./fixtures/environment-file";

const pages = execFileSync("git", ["ls-files", "-z", "*.md"], { encoding: "utf8" })
  .split("\0")
  .filter((file) => file !== "" && existsSync(file));

interface Link {
  readonly page: string;
  /** Path in the repository that the link leads to; empty for a heading of the same page. */
  readonly path: string;
  readonly heading: string | undefined;
}

/** Relative links of a page; code isn't read. */
function linksOf(page: string): Link[] {
  const text = readFileSync(page, "utf8")
    .replace(/^ *```[\s\S]*?^ *```/gm, "")
    .replace(/`[^`\n]*`/g, "");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = "", heading] = target.split("#");
    return [{ page, path: path === "" ? page : normalize(join(dirname(page), path)), heading }];
  });
}

/** How GitHub and MkDocs derive the anchor of a heading. */
function anchors(page: string): string[] {
  const text = readFileSync(page, "utf8").replace(/^ *```[\s\S]*?^ *```/gm, "");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

const links = pages.flatMap(linksOf);

describe("links between pages", () => {
  it("lead to something that exists", () => {
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter(({ path }) => !existsSync(path))).toEqual([]);
  });

  it("lead to headings that exist", () => {
    const withHeading = links.filter(({ path, heading }) => heading !== undefined && path.endsWith(".md"));
    expect(withHeading.length).toBeGreaterThan(2);
    expect(withHeading.filter(({ path, heading }) => !anchors(path).includes(heading ?? ""))).toEqual([]);
  });

  it("stay in docs/ if the page is there, because TechDocs publishes nothing else", () => {
    expect(links.filter(({ page, path }) => page.startsWith("docs/") && !path.startsWith("docs/"))).toEqual(
      [],
    );
  });

  it("reach every page of docs/ from its start page", () => {
    const seen = new Set<string>();
    const visit = (page: string) => {
      if (seen.has(page)) return;
      seen.add(page);
      for (const link of links) if (link.page === page && link.path.endsWith(".md")) visit(link.path);
    };
    visit("docs/README.md");
    expect(pages.filter((page) => page.startsWith("docs/") && !seen.has(page))).toEqual([]);
  });
});

/** Fenced blocks of these languages, by `page:line`. */
function blocksIn(languages: string): (readonly [at: string, block: string])[] {
  return pages.flatMap((page) => {
    const text = readFileSync(page, "utf8");
    return [...text.matchAll(new RegExp(`^( *)\`\`\`(?:${languages})\\n([\\s\\S]*?)^ *\`\`\``, "gm"))].map(
      ({ index, 1: indent = "", 2: block = "" }) => {
        const line = text.slice(0, index).split("\n").length;
        return [`${page}:${line}`, block.replaceAll(new RegExp(`^${indent}`, "gm"), "")] as const;
      },
    );
  });
}

const commands = blocksIn("sh|bash|shell");

describe("commands in the pages", () => {
  it("are found", () => expect(commands.length).toBeGreaterThan(40));

  it("are what a shell can read", () => {
    const wrong = commands.flatMap(([at, block]) => {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: block, encoding: "utf8" });
      return status === 0 ? [] : [`${at} ${stderr}`];
    });
    expect(wrong).toEqual([]);
  });

  it("have no placeholder that the shell reads as a file: <name> is in quotes", () => {
    const wrong = commands.filter(([, block]) =>
      block.split("\n").some((line) => /<[a-z][a-z -]*>/.test(withoutQuoted(line))),
    );
    expect(wrong.map(([at]) => at)).toEqual([]);
  });
});

/** Name of the file in the first line of a block that is a part of an environment file, such as `dev.yaml`. */
const environmentFileName = /^# environments\/([a-z0-9-]+\.yaml)\n/;

/** A file without which no part means anything: the one in the README. */
const smallestFile = parse(
  /```yaml\n(# yaml-language-server[\s\S]*?)```/.exec(readFileSync("README.md", "utf8"))?.[1] ?? "",
) as Mapping;

interface Mapping {
  readonly [key: string]: unknown;
}

function isMap(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function merged(base: Mapping, part: Mapping): Mapping {
  const both = Object.entries(part).map(([key, value]) => {
    const before = base[key];
    return [key, isMap(before) && isMap(value) ? merged(before, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(both) };
}

describe("YAML in the pages", () => {
  const blocks = blocksIn("yaml");
  const parts = blocks.flatMap(([at, block]) => {
    const [, file] = environmentFileName.exec(block) ?? [];
    return file === undefined ? [] : [[at, file, block] as const];
  });

  it("can be read", () => {
    const wrong = blocks.flatMap(([at, block]) => {
      const errors = parseAllDocuments(block).flatMap((document) => document.errors);
      return errors.map(({ message }) => `${at} ${message}`);
    });
    expect(wrong).toEqual([]);
  });

  it("says in its first line of which file it is a part", () => {
    expect(parts.length).toBeGreaterThan(5);
    const unsaid = blocks.filter(([, block]) => {
      const [content] = parseAllDocuments(block).map((document) => document.toJS() as unknown);
      return isMap(content) && Object.keys(content).every((key) => key in environmentFile.shape);
    });
    expect(unsaid.filter(([, block]) => !block.startsWith("# ")).map(([at]) => at)).toEqual([]);
  });

  it("in the README is a whole environment file", () => {
    expect(problems({ "dev.yaml": stringify(smallestFile) })).toEqual([]);
  });

  it.each(parts)("%s loads, as a part of %s", (_at, file, block) => {
    const part: unknown = parse(block);
    expect(isMap(part) && problems({ [file]: stringify(merged(smallestFile, part)) })).toEqual([]);
  });
});

describe("names in the pages", () => {
  it("of npm scripts exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Mapping };
    const named = pages.flatMap((page) =>
      page.startsWith("backstage/scaffolder-module/")
        ? []
        : [...readFileSync(page, "utf8").matchAll(/npm run (?:--silent )?([a-z][a-z:0-9-]*)/g)].map(
            ([, script = ""]) => `${page}: ${script}`,
          ),
    );
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((each) => !((each.split(": ")[1] ?? "") in scripts))).toEqual([]);
  });

  it("of fields of the environment file exist", () => {
    const reference = readFileSync("docs/environment.md", "utf8");
    const fields = [...reference.matchAll(/^- `([^`]+)`/gm)].map(
      ([, field = ""]) => new RegExp(`^${field.replaceAll("[]", "").replaceAll("<name>", "[^.]+")}$`),
    );
    const keys = [...reference.matchAll(/^## (\w+)$/gm)]
      // argo.<domain> is where the server answers.
      .map(([, key = ""]) => (key === "argo" ? "argo\\.values" : key));
    const isField = new RegExp(`\`((?:${keys.join("|")})(?:\\.(?!ya?ml)[A-Za-z<>]+)+)(?=[\`:])`, "g");
    const named = pages
      // Decisions and lint rules also name keys of the chart and fields of workflows.
      .filter((page) => /^docs\/(?!decisions\/|lint-rules)/.test(page))
      .flatMap((page) =>
        [...readFileSync(page, "utf8").matchAll(isField)].map(([, field = ""]) => [page, field] as const),
      );
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(([, field]) => !fields.some((known) => known.test(field)))).toEqual([]);
  });
});

/** A line of a shell script without comment and quoted text. */
function withoutQuoted(line: string): string {
  return line.replaceAll(/"[^"]*"|'[^']*'/g, "").replace(/(^|\s)#.*/, "");
}
