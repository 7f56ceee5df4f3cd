import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Environment } from "../../config/environment";
import { stackId } from "../../config/naming";
import { emulatedAccount, withoutAws } from "../lab/aws-emulator";
import type { AwsRun } from "./aws-run";
import { committed } from "./project";
import { at } from "./references";
import type { TakeOverGuide } from "./take-over-guide";

/** The stacks that the guide takes over on the AWS side, in its order. */
export const takenStacks = ["storage", "iam"] as const;
export type TakenStack = (typeof takenStacks)[number];

/** Somebody who follows the guide in a checkout, with the role that deploys the environment. */
export class GuideReader {
  private constructor(
    private readonly awsRun: AwsRun,
    private readonly environment: Environment,
    private readonly credentials: Readonly<Record<string, string>>,
  ) {
    for (const stack of takenStacks) {
      const id = stackId(environment.name, stack);
      this.write(join("cdktf.out", "stacks", id, "cdk.tf.json"), committed(id));
    }
  }

  static async begin(run: AwsRun, environment: Environment): Promise<GuideReader> {
    const { account, region } = environment;
    const session = await run.emulator.call({ account: emulatedAccount, region }, "sts", "assume_role", {
      RoleArn: environment.deploy.roleArn ?? `arn:aws:iam::${account}:role/reader`,
      RoleSessionName: "take-over",
    });
    return new GuideReader(run, environment, {
      AWS_ACCESS_KEY_ID: String(at(session, "Credentials", "AccessKeyId")),
      AWS_SECRET_ACCESS_KEY: String(at(session, "Credentials", "SecretAccessKey")),
      AWS_SESSION_TOKEN: String(at(session, "Credentials", "SessionToken")),
    });
  }

  /** Runs commands of the guide from the root of the checkout. @returns what they printed */
  async run(script: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
    const { processes, emulator } = this.awsRun;
    const { code, output, stdout } = await processes.run("bash", ["-euo", "pipefail", "-c", script], {
      folder: this.checkout,
      environment: { ...withoutAws(process.env), ...emulator.variables, ...this.credentials, ...variables },
    });
    if (code !== 0) throw new Error(`a command of the guide: ${output.trim()} (exit code ${code ?? "none"})`);
    return stdout;
  }

  /** @returns the variables that the guide's commands print, for Terraform */
  async lookUp({ lookUps, files }: TakeOverGuide): Promise<Record<string, string>> {
    const printed = (await this.run(lookUps)).matchAll(/^(TF_VAR_\w+)=(.*)$/gm);
    const variables = Object.fromEntries([...printed].map(([, name = "", value = ""]) => [name, value]));
    const asked = files.flatMap(({ content }) => Object.keys(content.variable ?? {}));
    this.awsRun.table.compare(
      "take-over: the guide's commands find every ID, one each",
      [],
      asked.filter((name) => !/^(?!None$)\S+$/.test(variables[`TF_VAR_${name}`] ?? "")),
    );
    return variables;
  }

  write(path: string, text: string): void {
    const file = join(this.checkout, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  stackFolder(stack: TakenStack): string {
    return join(this.checkout, "cdktf.out", "stacks", stackId(this.environment.name, stack));
  }

  private get checkout(): string {
    return join(this.awsRun.scratch, "taken-over");
  }
}
