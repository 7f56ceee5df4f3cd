import type { Environment } from "../../config/environment";
import type { Lab } from "../lab/lab";
import { generated } from "../shared/backstage/generated-forms";
import { FaultProxy } from "../shared/fault-proxy";
import type { ArgoApi } from "../shared/installation/argo-api";
import { Engine, type Permissions } from "./engine/engine";
import { handMadeForms } from "./hand-made-forms";

export interface BackstageProps {
  /** Differs from the names of other Backstages of the run. */
  readonly name: string;
  readonly lab: Lab;
  readonly environment: Environment;
  /** Folder in which Node finds the packed module and Backstage's packages. */
  readonly scratch: string;
  /** Argo's API, with the tokens that the stacks create for Backstage. */
  readonly argoApi: ArgoApi;
  /** Namespace of a team that is open to Backstage. */
  readonly team: string;
  /** URL of Argo's server. */
  readonly server: string;
  readonly permissions?: Permissions;
}

/** A running Backstage, and the proxy between it and Argo's server. */
export interface RunningBackstage {
  readonly engine: Engine;
  readonly proxy: FaultProxy;
}

/** Starts a Backstage with the generated forms and app-config, and with the forms of handMadeForms. */
export async function startBackstage(props: BackstageProps): Promise<RunningBackstage> {
  const { name, lab, environment, scratch, argoApi, team, server, permissions } = props;
  const proxy = await FaultProxy.open(server, (close) => lab.processes.onStop(`proxy of ${name}`, close));
  const { entities, argoWorkflows } = generated(environment, argoApi.variables);
  const [instance] = argoWorkflows.instances;
  // Kubernetes, not the module, must refuse the attempts of the rows about permissions in the cluster.
  const may = ["run", "read", "end"];
  const access = (instance?.access ?? []).map((entry) => ({ ...entry, may }));
  const other = otherTeam(environment, team);
  const everywhere = [team, other, "default"].map((namespace) => ({
    namespace,
    groups: ["user:default/mock"],
    may,
  }));
  const engine = new Engine({
    name,
    lab,
    scratch,
    argoWorkflows: {
      ...argoWorkflows,
      instances: [
        // As generated, except the address, which the lab chooses.
        { ...instance, baseUrl: proxy.url, uiUrl: "https://argo.local", access },
        { name: "unbounded", baseUrl: proxy.url, token: argoApi.tokenOf(team), access: everywhere },
        { name: "wrong-token", baseUrl: proxy.url, token: "wrong", access: everywhere },
      ],
    },
    entities: [...entities, ...handMadeForms(team, other)],
    ...(permissions && { permissions }),
  });
  await engine.start();
  return { engine, proxy };
}

/** Another team that is open to Backstage. */
function otherTeam({ teams }: Environment, team: string): string {
  const found = teams.find(({ namespace, backstage }) => backstage && namespace !== team);
  if (found === undefined) throw new Error("the environment has only one team that is open to Backstage");
  return found.namespace;
}
