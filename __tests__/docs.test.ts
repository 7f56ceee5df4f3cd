import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

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

/** Blocks of shell commands, by `page:line`. */
const commands = pages.flatMap((page) => {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(/^( *)```(?:sh|bash|shell)\n([\s\S]*?)^ *```/gm)].map(
    ({ index, 1: indent = "", 2: block = "" }) => {
      const line = text.slice(0, index).split("\n").length;
      return [`${page}:${line}`, block.replaceAll(new RegExp(`^${indent}`, "gm"), "")] as const;
    },
  );
});

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

/** A line of a shell script without comment and quoted text. */
function withoutQuoted(line: string): string {
  return line.replaceAll(/"[^"]*"|'[^']*'/g, "").replace(/(^|\s)#.*/, "");
}
