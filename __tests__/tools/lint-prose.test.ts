import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const program = resolve(__dirname, "../../tools/lint-prose.ts");

/** Runs the check in a new repository that holds one file. */
function check(name: string, content: string): { status: number | null; lines: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "prose-"));
  try {
    spawnSync("git", ["init", "--quiet"], { cwd: folder });
    writeFileSync(join(folder, name), content);
    const { status, stdout } = spawnSync(process.execPath, [require.resolve("tsx/cli"), program], {
      cwd: folder,
      encoding: "utf8",
    });
    return { status, lines: stdout.trim().split("\n") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("npm run lint:prose", () => {
  it("names file, line, the words, and what to write instead", () => {
    expect(check("guide.md", "# Guide\n\nRead it anew.\n")).toEqual({
      status: 1,
      lines: ['guide.md:3 "anew": again', "1 finding in 1 file"],
    });
  });

  it("finds wide tables and lines, but not a long link or code", () => {
    const wide = "word ".repeat(30).trim();
    const text = [
      wide,
      `| ${wide} |`,
      `| ${"word ".repeat(30)}|`,
      `- https://example.com/${"x".repeat(150)}`,
      "```",
      wide,
      "```",
    ];
    expect(check("guide.md", text.join("\n"))).toEqual({
      status: 1,
      lines: [
        "guide.md:1 149 columns; at most 120",
        "guide.md:2 153 columns; at most 140",
        "guide.md:3 153 columns; at most 140",
        "3 findings in 1 file",
      ],
    });
  });

  it("tells a table from a query in a code block, and finds a block that isn't closed", () => {
    const query = `| filter ${"word ".repeat(30)}`;
    const text = ["```text", "fields @timestamp", query, "```", "", query, "```sh", "ls", query];
    expect(check("guide.md", text.join("\n")).lines).toEqual([
      "guide.md:6 159 columns; at most 140",
      "guide.md:7 the code block isn't closed",
      "2 findings in 1 file",
    ]);
  });

  it("accepts plain text, also in code", () => {
    expect(check("a.ts", "/** A person who is in no group can't log in. */\n")).toEqual({
      status: 0,
      lines: ["0 findings in 1 file"],
    });
  });

  it("fails where it finds no file to read", () => {
    expect(check("a.bin", "anew").status).toBe(1);
  });
});
