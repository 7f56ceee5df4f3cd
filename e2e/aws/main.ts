import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../config/environment";
import { AwsEmulator, withoutAws } from "../lab/aws-emulator";
import { runSuite, type SuiteRun } from "../shared/frame";
import type { Table } from "../shared/table";
import { existingAccount } from "./existing-account";
import { notProved } from "./not-proved";
import { stopEverything } from "./processes";
import { committed, committedStacks, Project } from "./project";
import { findProvider } from "./provider";
import type { Scene } from "./scene";
import type { Configuration } from "./stack-directory";
import { standIns } from "./stand-ins";
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

/** `npm run e2e:aws`: real Terraform applies the committed JSON to an AWS emulator. */
void runSuite({ lab: false, standIns, notProved }, async (run) => {
  const { table, progress, folder: scratch } = run;
  run.processes.onStop("everything else", stopEverything);
  const edited = Project.create(join(scratch, "edited"));
  await sameAsCommitted(table, edited);
  const [local, production, dev] = ["local", "production", "dev"].map((name) => edited.environment(name)) as [
    Environment,
    Environment,
    Environment,
  ];
  const person = Project.create(join(scratch, "person"));
  person.addEnvironment(preview.name, "dev", preview.replacements);
  const fourth = person.environment(preview.name);
  await edit(edited);

  const { configFile, override, description } = await findProvider(pinnedVersion(), scratch);
  progress(description);
  const emulator = await AwsEmulator.start(run);
  progress(`moto ${emulator.version} answers at ${emulator.endpoint}`);
  await emulator.exist([local, production, dev, fourth].map(existingAccount));
  const logs = join(scratch, "logs");
  mkdirSync(logs, { recursive: true });
  const scene: Scene = {
    table,
    progress,
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
  const stacks = ["state", "storage", "iam"] as const;
  await Promise.all([
    track(run, local, async () => {
      await bootstrap(scene, local);
      // The stacks know each other by name only: neither waits for the other.
      await Promise.all([
        applyCommitted(scene, local, "storage"),
        applyCommitted(scene, local, "iam").then(() => importStateBucket(scene, local)),
      ]);
      for (const stack of stacks) await holdings(scene, local, stack);
      await bucketRefuses(scene, local);
    }),
    track(run, production, async () => {
      await bootstrap(scene, production);
      await Promise.all([
        applyCommitted(scene, production, "storage"),
        applyCommitted(scene, production, "iam"),
      ]);
      await Promise.all([
        // The provider asks again for two minutes before it believes a refusal.
        databaseRefuses(scene, production),
        (async () => {
          for (const stack of stacks) await holdings(scene, production, stack);
          await terraformRefuses(scene, production);
          await passwordStaysSecret(scene, production);
        })(),
      ]);
      await noDifference(scene, production, "storage");
    }),
    track(run, dev, async () => {
      await contention(scene, dev);
      await noDifference(scene, dev, "iam");
      await killedApply(scene, dev);
    }),
    track(run, fourth, () => commandLine(scene, person, fourth)),
  ]);
});

/** One environment's part of the run. An error ends this part only. */
async function track({ table }: SuiteRun, { name }: Environment, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    table.fail(`${name}: its part of the run`, error);
  }
}

async function sameAsCommitted(table: Table, project: Project): Promise<void> {
  await project.synth();
  const differ = committedStacks().filter((stack) => project.json(stack) !== committed(stack));
  table.compare("npm run synth gives the committed JSON", [], differ);
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
