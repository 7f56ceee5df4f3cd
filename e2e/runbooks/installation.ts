import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Environment } from "../../config/environment";
import { loadEnvironments } from "../../config/load";
import { serverHost } from "../../config/naming";
import { repositoryPath } from "../../config/repository";
import { guardManifests } from "../../constructs/argo/guard/guard";
import { synthesize } from "../../stacks/synthesize";
import { Argo } from "../lab/argo";
import { type Lab, startLab } from "../lab/lab";
import { HostImages } from "../lab/node-agent/images";
import { required } from "../lab/required";
import { waitFor } from "../lab/wait-for";
import type { SuiteRun } from "../shared/frame";
import { applyAll } from "../shared/installation/apply";
import { installExternalDefinitions } from "../shared/installation/external-definitions";
import { type IdentityProvider, installationOf, installAws } from "../shared/installation/install";
import { type Manifest, manifestsOf } from "../shared/installation/manifests-of";
import { type EnvironmentStacks, foreignNamespace, stacksOf } from "../shared/installation/stack-manifests";
import { startIdentityProvider } from "../shared/login/identity-provider";

/** The people of the rows, with their groups. */
export const people = { ada: ["backend"], ben: ["backend"], dora: ["data"] } as const;

/** An installation in which people log in, whose API server keeps an audit log. */
export interface Installation {
  readonly lab: Lab;
  readonly stacks: EnvironmentStacks;
  readonly argo: Argo;
  readonly identities: IdentityProvider;
  readonly auditLog: string;
  /** Applies the tenancy stack, as Terraform would: what was deleted exists again. */
  readonly applyTenancy: () => Promise<void>;
}

/** The environment `local`, with a login for people as in production, and the guard in audit mode. */
function environmentWithLogin(folder: string): EnvironmentStacks {
  const file = parse(readFileSync(repositoryPath("environments", "local.yaml"), "utf8")) as {
    readonly teams: Readonly<Record<string, object>>;
  };
  const issuer = "https://login.example.com";
  const content = {
    ...file,
    login: { modes: ["sso", "client"], sso: { issuer, adminGroups: ["platform"] } },
    guard: { mode: "audit" },
    teams: {
      ...file.teams,
      backend: { ...file.teams["backend"], groups: ["backend"] },
      data: { ...file.teams["data"], groups: ["data"] },
    },
  };
  const environments = join(folder, "environments");
  mkdirSync(environments);
  writeFileSync(join(environments, "local.yaml"), stringify(content));
  const [environment] = loadEnvironments(environments);
  if (environment === undefined) throw new Error("there is no environment");
  const outdir = join(folder, "cdktf.out");
  synthesize([environment], outdir);
  return stacksOf(environment, outdir);
}

/** Starts the lab with an audit log, installs the stacks, and starts Argo. */
export async function install(run: SuiteRun): Promise<Installation> {
  const stacks = environmentWithLogin(run.folder);
  run.progress("the environment's stacks are synthesized");
  const auditLog = join(run.folder, "audit.log");
  const lab = await startLab({
    ...run,
    auditLog,
    issuer: `https://${stacks.environment.cluster.oidcProvider ?? ""}`,
    images: (programs) =>
      new HostImages(["argoexec", "kubectl"].map((name) => ({ name, path: required(programs, name) }))),
  });
  const { known, missing } = await installExternalDefinitions(lab);
  run.notProved(...missing);
  for (const name of stacks.foreign) await lab.api.apply(foreignNamespace(stacks, name));
  const apply = async (objects: readonly Manifest[]): Promise<void> => {
    const refused = await applyAll(lab.api, objects.filter(known));
    if (refused.length > 0) throw new Error(`the cluster refused:\n${refused.join("\n")}`);
  };
  await apply([...stacks.tenancy, ...stacks.workflows, ...manifestsOf(stacks.json("templates"))]);
  await installAws(lab, stacks);
  const { environment } = stacks;
  const identities = await startIdentityProvider(
    lab,
    `https://${serverHost(environment)}/oauth2/callback`,
    people,
  );
  const argo = await Argo.start(lab, {
    ...installationOf({ lab, stacks, identities }),
    controllers: 1,
  });
  for (const { namespace } of environment.teams) await workflowsCounted(lab, namespace);
  await lab.aws.enforceIam(true);
  // The repositories point to the emulator, which the stack knows nothing of.
  const tenancy = stacks.tenancy.filter(({ kind }) => !["ConfigMap", ...guardKinds].includes(kind));
  return { lab, stacks, argo, identities, auditLog, applyTenancy: () => apply(tenancy) };
}

const guardKinds = ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];

/** Puts every policy of the guard into a mode, as an apply of the tenancy stack with this mode does. */
export async function setGuard({ api }: Lab, environment: Environment, mode: "enforce" | "audit") {
  const guard = Object.fromEntries(Object.keys(environment.guard).map((name) => [name, mode]));
  const manifests = guardManifests({ ...environment, guard: guard as Environment["guard"] });
  const refused = await applyAll(api, manifests);
  if (refused.length > 0) throw new Error(refused.join("\n"));
}

/** Kubernetes counts objects of a new kind only after its quota controller has found the kind. */
async function workflowsCounted({ api }: Lab, namespace: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/resourcequotas/workflows`;
  await waitFor(`a count of the workflows in ${namespace}`, async () => {
    const { status } = await api.get<{ status?: { used?: Record<string, string> } }>(path);
    return status?.used?.["count/workflows.argoproj.io"];
  });
}
