import { readdirSync } from "node:fs";
import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import simpleImportSort from "eslint-plugin-simple-import-sort";
import tseslint from "typescript-eslint";

const wholeProvider = {
  regex: "^@cdktf/provider-[a-z-]+(/|/lib/?|/lib/index(\\.js)?)?$",
  message:
    "Import one resource (@cdktf/provider-aws/lib/s3-bucket): the whole provider costs 9 times the time.",
};
const cdktfInternals = {
  group: ["cdktf/*"],
  message: 'Import from "cdktf": its internals differ in CDK Terrain, our way out.',
};

/** The rule about imports only reads those at the top of a file. */
const hiddenImport = {
  selector: ":matches(ImportExpression, TSImportType)",
  message: "Import at the top of the file, where the rules about layers and providers see it.",
};

/** One dialect: what is private, and how an error reads. */
const dialect = [
  {
    selector: "PropertyDefinition[accessibility='private']",
    message: "Write a private field as #field; `private` is for methods and parameters of the constructor.",
  },
  {
    selector: "MethodDefinition > PrivateIdentifier.key",
    message: "Write `private` for a method; #name is for fields.",
  },
  {
    selector: [
      "NewExpression[callee.name=/Error$/] > Literal[value=/[.]$/]",
      "NewExpression[callee.name=/Error$/] > TemplateLiteral > TemplateElement[tail=true][value.raw=/[.]$/]",
    ].join(", "),
    message: "Write an error in lower case and without a full stop: it is printed after a path or a name.",
  },
];

/** Forbids imports of the layers named, in addition to what is forbidden everywhere. */
const forbid = (files, start, forbidden, message) => ({
  files,
  rules: {
    "no-restricted-syntax": ["error", hiddenImport, ...dialect],
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          wholeProvider,
          cdktfInternals,
          {
            regex: `${start}/(${forbidden.join("|")})(/|\\.[jt]s$|$)`,
            message,
          },
        ],
      },
    ],
  },
});
/** Imports point one way: main -> stacks -> constructs -> helm -> config; tools -> config. Nothing imports main, tools or e2e. */
const layer = (files, start, ...forbidden) =>
  forbid(
    files,
    start,
    forbidden,
    "This import points against the layers: main -> stacks -> constructs -> helm -> config.",
  );
/** How the path to another layer begins: from a folder it goes up first, from main.ts it only goes down. */
const up = "(^|/)\\.\\.";
const down = "^\\.";

/** The suites of e2e, each a folder; what they share is in `shared`, the machine that they run on is `lab`. */
const suites = readdirSync(`${import.meta.dirname}/e2e`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["lab", "shared"].includes(entry.name))
  .map(({ name }) => name);
/** The scaffolder module has the name of a suite one folder further up. */
const others = (suite) =>
  suites.filter((name) => name !== suite).map((name) => `${name}(?!/scaffolder-module)`);

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "cdktf.out/",
      "coverage/",
      "backstage/",
      "e2e/portal/backstage/",
      "__tests__/fixtures/lint/",
      "e2e/shared/library/sample-repository/",
    ],
  },
  js.configs.recommended,
  {
    // One block without blank lines: Node's modules, packages, our own files from far to near.
    plugins: { "simple-import-sort": simpleImportSort },
    rules: { "simple-import-sort/imports": ["error", { groups: [["^\\u0000", "^node:", "^", "^\\."]] }] },
  },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.{ts,mts}"] })),
  {
    files: ["**/*.{ts,mts}"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // You create a CDKTF resource for its effect on the tree.
      "no-new": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  layer(["config/**"], up, "constructs", "stacks", "helm", "main", "tools", "e2e"),
  layer(["constructs/**"], up, "stacks", "main", "tools", "e2e"),
  layer(["helm/**"], up, "constructs", "stacks", "main", "tools", "e2e"),
  layer(["stacks/**"], up, "main", "tools", "e2e"),
  layer(["main.ts"], down, "tools", "e2e"),
  layer(["tools/**"], up, "helm", "constructs", "stacks", "main", "e2e"),
  layer(["e2e/**", "__tests__/**"], up, "main"),
  forbid(
    ["audit/**"],
    up,
    ["config", "constructs", "stacks", "helm", "main", "tools", "e2e", "__tests__"],
    "The audit rules judge the synthesized JSON and import nothing of the code that produces it.",
  ),
  forbid(
    ["e2e/lab/**"],
    up,
    ["config", "constructs", "stacks", "helm", "tools", "backstage", "main", "shared", ...suites],
    "The lab imports nothing of the project: it is a machine that could run any other.",
  ),
  ...[...suites, "shared"].map((suite) =>
    forbid(
      [`e2e/${suite}/**`],
      up,
      ["main", ...others(suite)],
      "A suite imports no other suite: what they share is in e2e/shared.",
    ),
  ),
  prettier,
);
