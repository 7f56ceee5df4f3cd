/** What the follower does with a command of a page. */
export type Verdict =
  | { readonly kind: "run" }
  /** Takes minutes: only with `--whole`. */
  | { readonly kind: "long" }
  /** Parsed and not run. */
  | { readonly kind: "parsed"; readonly reason: string };

const run: Verdict = { kind: "run" };
const long: Verdict = { kind: "long" };
const parsed = (reason: string): Verdict => ({ kind: "parsed", reason });

/** By the words of a command, joined with spaces. The first pattern that matches decides. */
const rules: readonly (readonly [pattern: RegExp, verdict: Verdict])[] = [
  [/^npm (ci|test)\b/, long],
  [/^npm run (--silent )?(lab|e2e:\S+|bench|weekly|test:injection)\b/, parsed("a suite of its own")],
  [/^npm run (--silent )?lock\b/, parsed("needs the Terraform registry")],
  [/^npm run (--silent )?images:pin\b/, parsed("needs the registries of the images")],
  [/^npm run (--silent )?cdktf -- (diff|deploy|destroy)\b/, parsed("needs AWS")],
  [/^npm run (--silent )?explain -- (?!.*--base)/, parsed("needs a plan of Terraform")],
  [/^npm run (--silent )?(cdktf -- synth|deploy-policy|explain|generate|images:mirror|synth)\b/, run],
  [/^node /, run],
  [/^git (fetch|merge|push|pull|clone)\b/, parsed("needs your remote")],
  [/^git /, run],
  [/^aws /, parsed("needs AWS")],
  [/^terraform /, parsed("needs AWS or a cluster")],
  [/^(kubectl|argo|helm) /, parsed("needs a cluster")],
  [/^curl /, parsed("needs the network")],
  [/^(cosign|crane) /, parsed("needs a registry")],
  [/^psql /, parsed("needs the archive")],
];

/** Programs that only move text and files of the commands around them. Bash runs them, and nothing hangs on their end. */
const plumbing = new Set(
  (
    "alias awk base64 cat cd command cut date echo env exit export false grep head jq ls mkdir printf pwd read rm sed set " +
    "sort tail tee test tr true uniq unset wait wc xargs"
  ).split(" "),
);

/** @returns undefined if nobody has said what to do about the program */
export function verdictOf(words: readonly string[]): Verdict | undefined {
  const [program = ""] = words;
  if (plumbing.has(program)) return run;
  const text = `${words.join(" ")} `;
  return rules.find(([pattern]) => pattern.test(text))?.[1];
}

/** Programs whose commands the follower watches, rather than Bash alone. */
export const watchedPrograms: readonly string[] = [
  ...["npm", "node", "git", "aws", "terraform", "kubectl", "argo", "helm", "curl", "cosign", "crane", "psql"],
];

/** The rules for another process, in the same order: source of the pattern, and the verdict. */
export const rulesAsData: readonly (readonly [source: string, verdict: Verdict])[] = rules.map(
  ([pattern, verdict]) => [pattern.source, verdict],
);
