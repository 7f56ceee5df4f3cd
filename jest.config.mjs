/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  // The sources too: `jest --findRelatedTests` finds nothing for a file outside these folders.
  roots: ["__tests__", "audit", "config", "constructs", "e2e", "helm", "stacks", "tools"].map(
    (folder) => `<rootDir>/${folder}`,
  ),
  testMatch: ["**/*.test.ts"],
  // Scripts and CDKTF leave folders behind.
  globalSetup: "<rootDir>/__tests__/fixtures/temporary-folder.ts",
  // Jest leaves one processor alone, which on a small CI machine is half of it.
  maxWorkers: "100%",
  // Minutes of shells: `npm run test:injection`.
  testPathIgnorePatterns: ["/node_modules/", "/injection-\\w+\\.test\\.ts$"],
  // Each test file loads its modules again. CDKTF loads archiver for zipped assets, zod all languages: we use neither.
  moduleNameMapper: { "^archiver$|/locales/index\\.cjs$": "<rootDir>/__tests__/fixtures/not-loaded.cjs" },
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
};
