import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../config/environment";
import { Emulator, withoutAws } from "./emulator";
import { forgottenByTheEmulator } from "./emulator-differences";
import { stopEverything } from "./processes";
import { committed, committedStacks, Project } from "./project";
import { findProvider } from "./provider";
import { Report } from "./report";
import type { Scene } from "./scene";
import type { Configuration } from "./stack-directory";
import { applyCommitted, noDifference } from "./steps/apply";
import { bootstrap } from "./steps/bootstrap";
import { commandLine } from "./steps/command-line";
import { contention } from "./steps/contention";
import { holdings } from "./steps/holdings";
import { importStateBucket } from "./steps/import-state-bucket";
import { killedApply } from "./steps/killed-apply";
import { passwordStaysSecret } from "./steps/password";
import { bucketRefuses, databaseRefuses, terraformRefuses } from "./steps/refusals";

/** An environment that exists in this run alone: a copy of dev's file in an account of its own. */
const preview = {
  name: "preview",
  replacements: {
    "111111111111": "444444444444",
    "example-dev": "example-preview",
    "0d0d0d0d": "0e0e0e0e",
    "name: dev": "name: preview",
  },
};

process.on("exit", stopEverything);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    console.error(`stopped by ${signal}`);
    process.exit(130);
  });
}

/** `npm run e2e:aws`: real Terraform applies the committed JSON to an AWS emulator. Exit code 1 if a promise broke. */
async function main(): Promise<void> {
  const report = new Report();
  const scratch = mkdtempSync(join(tmpdir(), "aws-argo-infra-e2e-"));
  const say = (line: string) => report.say("setup", line);
  let emulator: Emulator | undefined;
  try {
    const edited = Project.create(join(scratch, "edited"));
    await sameAsCommitted(report, edited);
    const [local, production, dev] = ["local", "production", "dev"].map((name) =>
      edited.environment(name),
    ) as [Environment, Environment, Environment];
    const person = Project.create(join(scratch, "person"));
    person.addEnvironment(preview.name, "dev", preview.replacements);
    const fourth = person.environment(preview.name);
    await edit(edited);

    const { configFile, override, description } = await findProvider(pinnedVersion(), scratch);
    say(description);
    emulator = await Emulator.start([local, production, dev, fourth], say);
    say("what the emulator can't keep, and a second plan may want to set again:");
    for (const line of forgottenByTheEmulator()) say(`  ${line}`);
    const logs = join(scratch, "logs");
    mkdirSync(logs);
    const scene: Scene = {
      report,
      emulator,
      scratch,
      edited,
      terraform: {
        override,
        env: {
          ...withoutAws(process.env),
          ...emulator.variables,
          CHECKPOINT_DISABLE: "1",
          TF_IN_AUTOMATION: "1",
          TF_CLI_CONFIG_FILE: configFile,
          TF_LOG: "INFO",
          TF_LOG_PATH: join(logs, "terraform.log"),
        },
        keep: (directory, output) => appendFileSync(join(logs, "output.log"), `${directory}\n${output}\n`),
      },
    };
    await Promise.all([
      track(report, local, async () => {
        await bootstrap(scene, local);
        // The stacks know each other by name only: neither waits for the other.
        await Promise.all([
          applyCommitted(scene, local, "storage"),
          applyCommitted(scene, local, "iam").then(() => importStateBucket(scene, local)),
        ]);
        for (const stack of ["state", "storage", "iam"] as const) await holdings(scene, local, stack);
        await bucketRefuses(scene, local);
      }),
      track(report, production, async () => {
        await bootstrap(scene, production);
        await Promise.all([
          applyCommitted(scene, production, "storage"),
          applyCommitted(scene, production, "iam"),
        ]);
        await Promise.all([
          // The provider asks again for two minutes before it believes a refusal.
          databaseRefuses(scene, production),
          (async () => {
            for (const stack of ["state", "storage", "iam"] as const)
              await holdings(scene, production, stack);
            await terraformRefuses(scene, production);
            await passwordStaysSecret(scene, production);
          })(),
        ]);
        await noDifference(scene, production, "storage");
      }),
      track(report, dev, async () => {
        await contention(scene, dev);
        await noDifference(scene, dev, "iam");
        await killedApply(scene, dev);
      }),
      track(report, fourth, () => commandLine(scene, person, fourth)),
    ]);
  } catch (error) {
    report.fail("setup", error);
  } finally {
    await emulator?.stop();
  }
  const good = report.print();
  if (good) rmSync(scratch, { recursive: true, force: true });
  else console.log(`what Terraform did and said is kept in ${scratch}`);
  process.exit(good ? 0 : 1);
}

/** One environment's part of the run; another one's mistake doesn't end it. */
async function track(report: Report, environment: Environment, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    report.fail(environment.name, error);
  }
}

async function sameAsCommitted(report: Report, project: Project): Promise<void> {
  await project.synth();
  const differ = committedStacks().filter((stack) => project.json(stack) !== committed(stack));
  report.expect("setup", "npm run synth gives the committed JSON", [], differ);
}

async function edit(project: Project): Promise<void> {
  project.edit("production", "bootstrap: s3", "bootstrap: local");
  project.edit("local", "bootstrap: local", "bootstrap: s3");
  for (const name of ["local", "production"])
    project.edit(name, "  enabled: true\n", "  enabled: true\n  passwordVersion: 2\n");
  await project.synth();
}

function pinnedVersion(): string {
  const { terraform } = JSON.parse(committed("production-argo-storage")) as Configuration;
  return terraform.required_providers.aws?.version ?? "";
}

void main();
