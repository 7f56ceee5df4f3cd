import fc from "fast-check";
import { environmentFile } from "../../../config/environment";
import { notPlain } from "../../../config/values/plain-text";
import { textFields } from "../../fixtures/text-fields";

const fields = textFields(environmentFile);

/** What Terraform, CDKTF, Helm, Argo, YAML or a shell read as something else than text, and what looks like other text. */
const marks = [
  ..."${x} %{x} {{x}} ${TfToken[TOKEN.0]} TfToken[ #{x} $(x) `x` && ; | \" ' \\ \n \t \0".split(" "),
  ...[
    "\u202e",
    "\u200b",
    "\u00a0",
    "\u2013",
    "\u0430",
    "\u001b[2J",
    "\ufeff",
    "\u2028",
    "\ud800",
    "\u{e0041}",
  ],
];
const code = /\$\{|%\{|\{\{|TfToken\[/;
const unseen = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
/** What Argo fills in; the whole file of values is escaped for Terraform. */
const placeholders = /\$\{(?!TfToken)[A-Za-z][\w.-]*\}/g;
/** What some fields may have in addition. */
const allowed: Readonly<Record<string, RegExp>> = {
  "workflows.logLinkUrl": placeholders,
  "argo.values.controller.links[].url": placeholders,
  "teams.*.schedules.*.parameters.*": /[\n\t]/g,
};

/** Beginnings that some of the fields require. */
const starts = [
  "",
  "https://a.example.com/",
  "arn:aws:iam::123456789012:role/",
  "alias/",
  "/",
  "a.example.com/",
  "a",
];
const hostile = fc
  .tuple(
    fc.constantFrom(...starts),
    fc.array(fc.oneof(fc.constantFrom(...marks), fc.string({ unit: "binary", maxLength: 3 })), {
      maxLength: 3,
    }),
    fc.constantFrom("", "a", "/"),
  )
  .map(([start, parts, end]) => start + parts.join("") + end);

describe("every text of the environment file", () => {
  it("is found in the schema", () => {
    expect(fields.length).toBeGreaterThan(50);
    expect(fields.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        "cluster.kubeconfig.path",
        "login.sso.issuer",
        "tags.<key>",
        "teams.*.groups[]",
      ]),
    );
  });

  it.each(fields)("is refused or literal: %s", (path, schema) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const read = schema.safeParse(text);
        if (!read.success) return;
        expect(read.data).toBe(text);
        const rest = text.replace(allowed[path] ?? "", "");
        expect(rest).not.toMatch(code);
        expect(rest).not.toMatch(unseen);
      }),
      { seed: 20_261_128, numRuns: 150 },
    );
  });
});

describe("notPlain", () => {
  it("accepts text in any language", () => {
    expect(notPlain("Zürich 部門 #: $x %d {a} [b]")).toBeUndefined();
  });

  it("accepts placeholders only where they are allowed, and never a reference of CDKTF", () => {
    expect(notPlain("a/${metadata.name}", placeholders)).toBeUndefined();
    expect(notPlain("a/${metadata.name}")).toMatch(/^has \$\{, /);
    expect(notPlain("a/${TfToken[TOKEN.0]}", placeholders)).toMatch(/^has \$\{, /);
  });
});
