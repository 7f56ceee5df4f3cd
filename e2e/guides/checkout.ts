import { appendFileSync, cpSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryPath } from "../../config/repository";
import type { Processes } from "../lab/processes";

/** A copy of the repository in which the commands of a page run; it has a remote branch `origin/main`. */
export class Checkout {
  private constructor(
    private readonly processes: Processes,
    readonly directory: string,
  ) {}

  /** @param packages whether the copy gets packages of its own, by `npm ci`; otherwise it shares the repository's */
  static async create(processes: Processes, directory: string, packages: boolean): Promise<Checkout> {
    const checkout = new Checkout(processes, directory);
    const listed = await checkout.must(
      ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
      repositoryPath(),
    );
    for (const file of listed.split("\0").filter((each) => each !== "" && each !== "node_modules")) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      cpSync(repositoryPath(file), join(directory, file), { verbatimSymlinks: true });
    }
    const me = ["-c", "user.name=reader", "-c", "user.email=reader@example.com"];
    await checkout.must(["git", "init", "--quiet", "--initial-branch", "main"]);
    await checkout.must(["git", "add", "--all"]);
    await checkout.must(["git", ...me, "commit", "--quiet", "--message", "A copy"]);
    await checkout.must(["git", "update-ref", "refs/remotes/origin/main", "HEAD"]);
    // The name with a slash in .gitignore is no link: `git add --all` of a page would take it, and the reset remove it.
    appendFileSync(join(directory, ".git", "info", "exclude"), "node_modules\n");
    if (packages) await checkout.must(["npm", "ci"]);
    else symlinkSync(repositoryPath("node_modules"), join(directory, "node_modules"));
    return checkout;
  }

  /** As it was after `create`: what a page changed is gone. */
  async reset(): Promise<void> {
    await this.must(["git", "checkout", "--quiet", "--force", "main"]);
    await this.must(["git", "reset", "--quiet", "--hard", "refs/remotes/origin/main"]);
    await this.must(["git", "clean", "--quiet", "-fdx", "--exclude", "node_modules"]);
  }

  private async must([program = "", ...args]: readonly string[], folder = this.directory): Promise<string> {
    const { code, output, stdout } = await this.processes.run(program, args, { folder });
    if (code !== 0) throw new Error(`${program} ${args.join(" ")}: ${output.slice(-2000)}`);
    return stdout;
  }
}
