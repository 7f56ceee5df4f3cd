import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

const wholeProvider = {
  regex: "^@cdktf/provider-[a-z]+(/lib|/lib/index)?$",
  message:
    "Import one resource (@cdktf/provider-aws/lib/s3-bucket): the whole provider costs 9 times the time.",
};
const cdktfInternals = {
  group: ["cdktf/lib/*"],
  message: 'Import from "cdktf": its internals differ in CDK Terrain, our way out.',
};

/** Imports point one way: main -> stacks -> constructs -> config; tools -> config. Nothing imports main, tools or e2e. */
const layer = (files, ...forbidden) => ({
  files,
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          wholeProvider,
          cdktfInternals,
          {
            group: forbidden.flatMap((name) => [`**/${name}`, `**/${name}/**`]),
            message: "This import points against the layers: main -> stacks -> constructs -> config.",
          },
        ],
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ["dist/", "cdktf.out/", "coverage/", "backstage/", "e2e/portal/", "__tests__/fixtures/lint/"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A CDKTF resource is created for its effect on the tree.
      "no-new": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  layer(["config/**"], "constructs", "stacks", "helm", "main", "tools", "e2e"),
  layer(["constructs/**", "helm/**"], "stacks", "main", "tools", "e2e"),
  layer(["stacks/**"], "main", "tools", "e2e"),
  layer(["main.ts", "tools/**"], "e2e"),
  layer(["e2e/**", "__tests__/**"], "main"),
  prettier,
);
