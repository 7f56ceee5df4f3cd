import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { withoutAws } from "../lab/aws-emulator";
import type { Lab } from "../lab/lab";
import { required } from "../lab/required";

/** Runs commands of a page as an administrator of the cluster and of the AWS account would. */
export class Shell {
  readonly #programs: string;

  constructor(
    private readonly lab: Lab,
    private readonly variables: Readonly<Record<string, string>>,
  ) {
    this.#programs = join(lab.folder, "runbook-programs");
    mkdirSync(this.#programs, { recursive: true });
    symlinkSync(required(lab.programs, "kubectl"), join(this.#programs, "kubectl"));
  }

  /** @returns what the commands printed @throws with everything that they printed if one of them fails */
  async run(script: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
    const { lab } = this;
    const { code, output, stdout } = await lab.processes.run("bash", ["-euo", "pipefail", "-c", script], {
      folder: lab.folder,
      environment: {
        ...withoutAws(process.env),
        ...lab.aws.variables,
        // Version 1 of the AWS CLI knows no AWS_REGION.
        AWS_DEFAULT_REGION: lab.aws.region,
        PATH: `${this.#programs}:${process.env["PATH"] ?? ""}`,
        KUBECONFIG: lab.kubeconfig,
        KUBECACHEDIR: join(lab.folder, "kubectl"),
        ...this.variables,
        ...variables,
      },
    });
    if (code !== 0) throw new Error(`${output.trim()} (exit code ${code ?? "none"})`);
    return stdout.trim();
  }
}
