import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { entityEnvelopeSchemaValidator, type Entity } from "@backstage/catalog-model";
import { ConfigReader } from "@backstage/config";
import { templateEntityV1beta3Validator } from "@backstage/plugin-scaffolder-common";
import { parse } from "yaml";

import { Instances } from "../src/instances";
import { entityLabel } from "../src/submission/metadata";
import { backstageToken, FakeArgo } from "../test/fixtures/fake-argo";
import type { Check } from "./check";
import type { Readme } from "./readme";
import type { ScratchApp } from "./scratch-app";
import { SignIn } from "./sign-in";

export interface StepsProps {
  readonly check: Check;
  readonly readme: Readme;
  readonly app: ScratchApp;
  /** Name of the package. */
  readonly name: string;
}

/** Annotations that the community plugin reads (community-plugins: argo-workflows-common/src/annotations.ts). */
const ofCommunityPlugin = [
  entityLabel,
  "backstage.io/kubernetes-namespace",
  "argoworkflows.argoproj.io/instance-name",
  "argoworkflows.argoproj.io/workflow-selector",
];

/** Follows the steps of README.md in their order, then runs its template. */
export async function readmeSteps({ check, readme, app, name }: StepsProps): Promise<void> {
  const install = readme.code("Install", "sh");
  const index = readme.code("Install", "ts");
  const config = readme.code("Install", "yaml");
  const start = readme.code("Install", "sh");
  const argo = await FakeArgo.start();
  const signIn = await SignIn.start();
  try {
    await check("README: the install command names this package and the backend", () => {
      const { ran } = shell(install);
      return ran[0] === `yarn --cwd packages/backend add ${name}` ? [] : [`it runs ${ran.join("; ")}`];
    });
    app.source("argo-policy.ts", readme.code("A permission policy", "ts"));
    app.index([index, readme.code("A permission policy", "ts")]);
    await check("README: its TypeScript has no type errors", () => app.typeErrors());
    const permission = readme.code("A permission policy", "yaml");
    // Unchanged, apart from the address.
    app.config(`${config.replace(/baseUrl: .*/, `baseUrl: ${argo.url}`)}\n${permission}`);
    const { ran, environment } = shell(start);
    await check("README: the start commands set the tokens that app-config refers to", () => [
      ...[...config.matchAll(/\$\{(\w+)\}/g)]
        .filter(([, variable = ""]) => environment[variable] !== backstageToken)
        .map(([, variable = ""]) => `${variable} isn't set`),
      ...(ran.at(-1) === "yarn start" ? [] : [`the last command is ${ran.at(-1) ?? "none"}`]),
    ]);
    await check("README: the backend starts after these steps", async () => {
      await app.start(environment, signIn);
      return [];
    });
    await check("README: the template is a valid entity, and submits the values of its form", () =>
      dryRun(readme.code("A template", "yaml"), config, app, argo),
    );
    await check("README: the community plugin reads the annotations", () => {
      const { metadata } = parse(readme.code("The frontend", "yaml")) as Pick<Entity, "metadata">;
      entityEnvelopeSchemaValidator()({
        apiVersion: "a/v1",
        kind: "B",
        metadata: { ...metadata, name: "c" },
      });
      return Object.keys(metadata.annotations ?? {})
        .filter((key) => !ofCommunityPlugin.includes(key))
        .map((key) => `the community plugin doesn't read ${key}`);
    });
    await check("README: its tokens of namespaces are ones that the module accepts", () => {
      const { argoWorkflows } = parse(config) as {
        argoWorkflows: { instances: { namespaceTokens?: unknown }[] };
      };
      Instances.from(new ConfigReader(parse(config) as ConstructorParameters<typeof ConfigReader>[0]));
      return argoWorkflows.instances
        .filter(({ namespaceTokens }) => namespaceTokens === undefined)
        .map(() => "an instance has no namespaceTokens");
    });
  } finally {
    await argo.stop();
    await signIn.stop();
  }
}

async function dryRun(text: string, config: string, app: ScratchApp, argo: FakeArgo): Promise<string[]> {
  const template = parse(text) as Entity & {
    spec: { steps: { input: { template: string; namespace: string } }[] };
  };
  if (!(await templateEntityV1beta3Validator.check(template))) return ["it isn't a Template"];
  const [step] = template.spec.steps;
  const { argoWorkflows } = parse(config) as {
    argoWorkflows: { instances: { access: { namespace: string }[] }[] };
  };
  argo.rights.set(backstageToken, {
    namespaces: argoWorkflows.instances.flatMap(({ access }) => access.map(({ namespace }) => namespace)),
    verbs: ["create", "get"],
  });
  argo.addTemplate(step?.input.template ?? "", [{ name: "git-repo" }, { name: "branch", value: "main" }]);
  const values = { "git-repo": "https://git.example.com/shop.git", component: "component:default/shop" };
  const answer = await app.scaffolder("POST", "/dry-run", { template, values, directoryContents: [] });
  const [sent] = argo.submissions();
  const { parameters = [], labels = "" } = (sent?.body.submitOptions ?? {}) as {
    parameters?: string[];
    labels?: string;
  };
  return answer.status === 200 &&
    parameters.join() === `git-repo=${values["git-repo"]},branch=main` &&
    labels.includes(`${entityLabel}=shop`)
    ? []
    : [
        `${answer.status} ${JSON.stringify(answer.body).slice(0, 600)}; Argo got ${JSON.stringify(sent?.body)}`,
      ];
}

/** Runs commands with stubs for yarn and for kubectl, which prints the tokens that a cluster has for two teams. */
function shell(commands: string): { ran: string[]; environment: Record<string, string> } {
  const bin = mkdtempSync(join(tmpdir(), "bin-"));
  try {
    const program = (name: string, text: string) =>
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    const secrets = "-n argo get secrets -l aws-argo-infra/backstage-token -o go-template=";
    const exported = ["", "TEAM_BACKEND_", "TEAM_FRONTEND_"].map(
      (part) => `export ARGO_WORKFLOWS_PRODUCTION_${part}TOKEN=${backstageToken}`,
    );
    program("kubectl", `case "$*" in "${secrets}"*) printf '%s\\n' '${exported.join("' '")}';; esac`);
    program("yarn", `echo "ran yarn $*"`);
    const said = execFileSync("bash", ["--norc", "-euc", `${commands}\nenv`], {
      encoding: "utf8",
      env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` },
    }).split("\n");
    return {
      ran: said.filter((line) => line.startsWith("ran ")).map((line) => line.slice(4)),
      environment: Object.fromEntries(
        said.flatMap((line) => {
          const [, key = "", value = ""] = /^(ARGO_\w+)=(.*)$/.exec(line) ?? [];
          return key === "" ? [] : [[key, value] as const];
        }),
      ),
    };
  } finally {
    rmSync(bin, { recursive: true, force: true });
  }
}
