import { printable } from "../config/printable";
import { lint } from "./template-linter/lint";

/**
 * `npm run lint:templates [folder...] [--json]`: finds mistakes in Argo's templates that Argo itself doesn't report.
 * Exit code 1 if there are findings, 2 if it can't read the files. docs/lint-rules.md explains each rule.
 */
function main(given: readonly string[]): number {
  const asJson = given.includes("--json");
  const paths = given.filter((argument) => argument !== "--json");
  const unknown = paths.find((path) => path.startsWith("-"));
  if (unknown !== undefined) {
    console.error(
      `${printable(unknown)} is not an option; usage: npm run lint:templates -- [folder or file...] [--json]`,
    );
    return 2;
  }
  try {
    const { findings, manifests, imageList } = lint(paths.length > 0 ? paths : ["workflow-templates"]);
    if (asJson) console.log(JSON.stringify(findings, null, 2));
    else {
      for (const { file, line, column, rule, message, docs } of findings)
        console.log(`${printable(file)}:${line}:${column} ${rule} ${message} ${docs}`);
      const images =
        imageList === undefined
          ? "no images.yaml, so images weren't checked"
          : `images of ${printable(imageList)}`;
      console.error(`${manifests} Argo objects, ${findings.length} findings; ${images}`);
    }
    return findings.length > 0 ? 1 : 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}

process.exitCode = main(process.argv.slice(2));
