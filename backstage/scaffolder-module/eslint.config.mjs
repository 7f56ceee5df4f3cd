import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", ".scratch/", "coverage/"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["src/**/*.ts"] })),
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ["{test,scripts}/**/*.ts"] })),
  {
    files: ["src/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Backstage's own functions are asynchronous whether or not they wait for anything.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["*.js"],
    languageOptions: { globals: { module: "writable" } },
  },
);
