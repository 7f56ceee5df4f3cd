import { followed, guidePages } from "../../../e2e/guides/followed";
import { thisRepository } from "../../../e2e/guides/names";

const repository = thisRepository();
const pages = guidePages(repository);

/** What is wrong with one command of a page. */
function problemsOf(script: string, language = "sh"): string[] {
  const text = `# A page\n\n\`\`\`${language}\n${script}\n\`\`\`\n`;
  return followed("docs/page.md", repository, text).flatMap(({ line, problems }) =>
    problems.map((problem) => `${line} ${problem}`),
  );
}

describe("commands of the pages", () => {
  const commands = pages.flatMap((page) => followed(page, repository));

  it("are found in README.md and in the guides", () => {
    expect(commands.length).toBeGreaterThan(150);
    expect(new Set(commands.map(({ page }) => page)).size).toBeGreaterThan(20);
  });

  it("name scripts, flags and files that exist, and each is run or has a reason why not", () => {
    const wrong = commands.flatMap(({ page, line, problems }) =>
      problems.map((problem) => `${page}:${line} ${problem}`),
    );
    expect(wrong).toEqual([]);
  });

  it("are run where they need no cloud", () => {
    const run = commands.filter(({ verdict, words }) => verdict?.kind === "run" && words[0] === "npm");
    const scripts = new Set(
      run.map(({ words }) => words.find((word, at) => at > 1 && !word.startsWith("-"))),
    );
    expect([...scripts].sort()).toEqual([
      "cdktf",
      "deploy-policy",
      "explain",
      "generate",
      "images:mirror",
      "synth",
    ]);
  });
});

describe("a page is wrong", () => {
  it.each([
    ["npm run sinth", "4 there is no npm script sinth"],
    ["npm ci && npm run explain -- --bass main", "4 npm run explain knows no --bass"],
    ["npm run deploy-policy --plan dev", "4 npm run deploy-policy: put -- before --plan"],
    ["npm run cdktf -- dif dev-argo-iam", "4 cdktf has no command dif"],
    ["npm run cdktf deploy dev-argo-iam", "4 npm run cdktf: put -- before deploy"],
    ["npm run check", "4 nobody has said what to do about npm"],
    ["npm instal", "4 npm instal isn't a command that the pages use"],
    ["ls\nkubectl apply -f docs/smoke.yaml", "5 there is no docs/smoke.yaml"],
    [
      "terraform -chdir=cdktf.out/stacks/$ENV-argo-storrage plan",
      "4 there is no cdktf.out/stacks/$ENV-argo-storrage",
    ],
    ['echo "$(npm run nothing)"', "4 there is no npm script nothing"],
    ["for each in a b; do\n  cat config/$each.nothing\ndone", "5 there is no config/$each.nothing"],
    ["kubectl get pods -o name | xargs -r frobnicate", "4 nobody has said what to do about frobnicate"],
    ["cat <<END\nEND", "3 line 1: here-documents aren't read"],
  ])("%s", (script, problem) => expect(problemsOf(script)).toEqual([problem]));

  it("if Bash can't read it", () => expect(problemsOf('echo "open').join()).toContain("unexpected EOF"));

  it("if a block doesn't say its language, or says one that nobody knows", () => {
    expect(problemsOf("npm ci", "")).toEqual(['3 the block says no language that is known: ""']);
    expect(problemsOf("npm ci", "zsh")).toHaveLength(1);
  });
});

describe("a page is right", () => {
  it.each([
    "npm run --silent explain -- --base origin/main production",
    "terraform -chdir=cdktf.out/stacks/$ENV-argo-$stack show -json x >plans/$ENV.json",
    "npm run --silent explain -- plans/$ENV-argo-*.json",
    "NAME='a b' kubectl -n argo logs deploy/argo-server 2>&1 </dev/null | grep -v '; rm' # comment's",
    'asked() { kubectl auth can-i "$@"; }\nasked get secrets',
    "aws ecr describe-repositories --repository-names quay/argoproj/argoexec",
  ])("%s", (script) => expect(problemsOf(script)).toEqual([]));
});
