import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** Keys whose values only people read. */
const texts =
  /^(description|message|error_message|workflows\.argoproj\.io\/(title|description)|aws-argo-infra\/lint-ignore\..+)$/;
/** AWS can't change these descriptions, so Terraform destroys the resource and creates another. */
const replacing = /^(aws_security_group|aws_rds_cluster_parameter_group)\.[^.]+ description$/;

/**
 * `npm run wording -- [REF]`: shows that a change of wording changes nothing else. It compares the output of a synth at
 * a commit (default: HEAD) with the one in the working tree, lists each difference that isn't a text by stack and
 * address, and exits with code 1 if there is one. It lists every changed line of a script, even a comment.
 */
function main(ref = "HEAD"): void {
  if (!exists(ref)) throw new Error(`Git knows no commit ${ref}; git fetch brings those of the remote`);
  const before = files("ls-tree", "-r", "-z", "--name-only", "--end-of-options", ref, "cdktf.out");
  const now = files("ls-files", "-z", "--cached", "--others", "--exclude-standard", "cdktf.out");
  const after = now.filter((file) => existsSync(file));
  if (before.length === 0) throw new Error(`there is no cdktf.out at ${ref}`);
  const found = [...new Set([...before, ...after])].sort().flatMap((file) => {
    const stack = /^cdktf\.out\/stacks\/([^/]+)\/cdk\.tf\.json$/.exec(file)?.[1] ?? file;
    const old = before.includes(file) ? git("show", `${ref}:./${file}`) : undefined;
    const current = after.includes(file) ? readFileSync(file, "utf8") : undefined;
    return differences(old, current, []).map((difference) => `${stack} ${difference}`);
  });
  for (const difference of found) console.log(difference);
  console.log(`${found.length} difference${found.length === 1 ? "" : "s"} from ${ref} other than texts`);
  if (found.length > 0) process.exitCode = 1;
}

const git = (...words: string[]) =>
  execFileSync("git", words, { encoding: "utf8", maxBuffer: 64 * 2 ** 20, stdio: "pipe" });
const exists = (ref: string): boolean => {
  try {
    git("rev-parse", "--quiet", "--verify", "--end-of-options", `${ref}^{commit}`);
    return true;
  } catch {
    return false;
  }
};
const files = (...words: string[]) =>
  git(...words)
    .split("\0")
    .filter((file) => file !== "");

function differences(before: unknown, after: unknown, path: readonly string[]): string[] {
  if (before === after) return [];
  const key = path.at(-1) ?? "";
  const where = addressOf(path);
  if (texts.test(key) && isText(before) && isText(after) && !replacing.test(where)) return [];
  if (key === "messageExpression" && withoutQuotes(before) === withoutQuotes(after)) return [];
  if (before === undefined) return [`${where}: added`];
  if (after === undefined) return [`${where}: removed`];
  const [one, other] = [unpacked(before, where), unpacked(after, where)];
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length)
    return [`${where}: ${one.length} entries -> ${other.length} entries`];
  if (isObject(one) && isObject(other))
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) =>
      differences(one[name], other[name], [...path, name]),
    );
  return [`${where}: ${JSON.stringify(one)} -> ${JSON.stringify(other)}`];
}

/** `aws_iam_role.builds assume_role_policy.Statement.0.Sid` */
function addressOf([top = "", type = "", id = "", ...rest]: readonly string[]): string {
  if (top === "") return "file";
  if (top === "resource") return `${type}.${id} ${rest.join(".")}`.trim();
  return [top, type, id, ...rest].filter((part) => part !== "").join(".");
}

/** Files and policies are JSON, the values of a Helm release are YAML. A script becomes its lines. */
function unpacked(value: unknown, where: string): unknown {
  if (typeof value !== "string") return value;
  if (/^helm_release\.\S+ values\.\d+$/.test(where)) return parse(value);
  try {
    const data: unknown = JSON.parse(value);
    if (isObject(data)) return data;
  } catch {
    // It is plain text.
  }
  return value.includes("\n") ? value.split("\n") : value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const isText = (value: unknown) => value === undefined || typeof value === "string";
const withoutQuotes = (value: unknown) => String(value).replace(/"[^"]*"|'[^']*'/g, '""');

try {
  main(process.argv[2]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
