import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withoutAws } from "../lab/aws-emulator";
import { requirePrograms } from "../lab/system-packages";
import { runSuite, type SuiteRun } from "../shared/frame";
import { blocksOf, type PageBlock, shellLanguages } from "../shared/page-blocks";
import { Checkout } from "./checkout";
import { followed, guidePages } from "./followed";
import { thisRepository } from "./names";
import { watch, type WatchedCommand } from "./watched";

/** What pages ask their reader to know: the values of docs/PRE_DEPLOYMENT.md, and what only an incident has. */
const reader = {
  ...{ ENV: "dev", REGION: "eu-central-1", CLUSTER: "dev", ACCOUNT: "111111111111", TEAM: "team-data" },
  ...{ NAMESPACE: "team-data", TARGET: "backend", WORKFLOW: "report-x7k2p", TOKEN: "a-token" },
  ...{ FROM: "2026-01-01", TO: "2026-01-02", VERSION_ID: "a-version", AUDIT_LOG: "/dev/null" },
};

/** Complaints of Bash itself: a reader would be stuck. */
const stuck = /unbound variable|command not found|syntax error|: cd: /;

const notProved = ["commands that need AWS, a cluster or the network: parsed, and their names looked up"];

/**
 * `npm run e2e:guides`: runs every command of README.md and docs/ that needs no cloud, page by page, in a copy of the
 * repository. `--whole` also runs `npm ci` and `npm test` of the pages.
 */
void runSuite({ lab: false, flags: ["--whole"], notProved }, async (run) => {
  requirePrograms("A page", [{ name: "jq", package: "jq", purpose: "its queries" }]);
  const repository = thisRepository();
  const whole = run.has("--whole");
  const checkout = await Checkout.create(run.processes, join(run.folder, "checkout"), whole);
  const log = join(run.folder, "commands.log");
  const variables = { ...reader, ...watch(join(run.folder, "programs"), log, whole) };
  const reasons = new Map<string, number>();
  for (const page of guidePages(repository)) {
    const blocks = blocksOf(page).filter(({ language }) => shellLanguages.includes(language));
    if (blocks.length === 0) continue;
    const commands = followed(page, repository);
    run.table.compare(
      `${page}: ${commands.length} commands can be followed`,
      [],
      commands.flatMap(({ line, problems }) => problems.map((problem) => `${line}: ${problem}`)),
    );
    // What nobody has judged isn't run.
    if (commands.some(({ problems }) => problems.length > 0)) continue;
    const session = new Session(run, checkout, log, variables);
    for (const block of blocks) await session.run(block, reasons);
    await checkout.reset();
  }
  run.summary(
    "\nCommands that were not run:",
    ...[...reasons].map(([reason, count]) => `  ${count} ${reason}`),
  );
});

/**
 * The shell in which a reader goes through a page. Variables stay from block to block, the folder up to the next
 * heading: each section begins at the root of the repository.
 */
class Session {
  readonly #state: string;
  #heading = "";

  constructor(
    private readonly suite: SuiteRun,
    private readonly checkout: Checkout,
    private readonly log: string,
    private readonly variables: Readonly<Record<string, string>>,
  ) {
    this.#state = join(suite.folder, "session");
    rmSync(this.#state, { recursive: true, force: true });
    mkdirSync(join(this.#state, "home"), { recursive: true });
  }

  async run({ page, line, heading, text }: PageBlock, reasons: Map<string, number>): Promise<void> {
    rmSync(this.log, { force: true });
    if (heading !== this.#heading) rmSync(join(this.#state, "pwd"), { force: true });
    this.#heading = heading;
    const { output } = await this.suite.processes.run("bash", ["-u", "-c", this.wrapped(text)], {
      folder: this.folder,
      environment: {
        ...withoutAws(process.env),
        ...this.variables,
        HOME: join(this.#state, "home"),
        ...this.kept,
      },
      timeoutSeconds: 1800,
    });
    const watched = existsSync(this.log) ? readFileSync(this.log, "utf8").trim().split("\n") : [];
    const seen = watched.map((each) => JSON.parse(each) as WatchedCommand);
    for (const { reason } of seen)
      if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    const ran = seen.filter(({ code }) => code !== undefined);
    const failed = ran.filter(({ code }) => code !== 0).map(({ words }) => words.join(" ").slice(0, 200));
    const complaints = output.split("\n").filter((each) => stuck.test(each));
    const details = failed.length > 0 ? [output.slice(-1000)] : [];
    this.suite.table.compare(
      `${page}:${line}: ${ran.length} ran`,
      [],
      [...failed, ...complaints, ...details],
    );
  }

  /** `set -a` exports every variable that the block sets, so that the next one has it. */
  private wrapped(script: string): string {
    return `trap 'pwd >"${this.#state}/pwd"; env -0 >"${this.#state}/env"' EXIT\nset -a\n${script}`;
  }

  private get folder(): string {
    const file = join(this.#state, "pwd");
    const folder = existsSync(file) ? readFileSync(file, "utf8").trim() : this.checkout.directory;
    return existsSync(folder) ? folder : this.checkout.directory;
  }

  private get kept(): Record<string, string> {
    const file = join(this.#state, "env");
    if (!existsSync(file)) return {};
    const entries = readFileSync(file, "utf8")
      .split("\0")
      .filter((each) => each.includes("="));
    return Object.fromEntries(
      entries.map((each) => [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)]),
    );
  }
}
