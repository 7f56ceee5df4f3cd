import type { Environment } from "../../config/environment";
import type { Lab } from "../lab/lab";
import { generated } from "../shared/backstage/generated-forms";
import { Engine, type Permissions } from "./engine/engine";
import { Gateway } from "./gateway";
import { handMadeForms } from "./hand-made-forms";

export interface PortalProps {
  /** Tells it from other portals of the run. */
  readonly name: string;
  readonly lab: Lab;
  readonly environment: Environment;
  /** Where the packed module and Backstage's packages are found. */
  readonly scratch: string;
  /** Of the service account that the stacks make for Backstage. */
  readonly token: string;
  /** Namespace of a team that is open to Backstage. */
  readonly team: string;
  /** Address of Argo's server. */
  readonly server: string;
  readonly permissions?: Permissions;
}

/** A running Backstage, and the network between it and Argo's server. */
export interface OpenPortal {
  readonly engine: Engine;
  readonly gateway: Gateway;
}

/** Starts a Backstage with all forms and an app-config as they are generated, and forms of the run's own. */
export async function openPortal(props: PortalProps): Promise<OpenPortal> {
  const { name, lab, environment, scratch, token, team, server, permissions } = props;
  const gateway = await Gateway.open(
    () => server,
    (close) => lab.processes.onStop(`gateway of ${name}`, close),
  );
  const { entities, argoWorkflows } = generated(environment);
  const [instance] = argoWorkflows.instances;
  const engine = new Engine({
    name,
    lab,
    scratch,
    argoWorkflows: {
      ...argoWorkflows,
      instances: [
        // As generated, but for the address, which the lab chooses, and the token, which no file holds.
        { ...instance, baseUrl: gateway.url, uiUrl: "https://argo.local", token },
        { name: "unbounded", baseUrl: gateway.url, token },
        { name: "wrong-token", baseUrl: gateway.url, token: "wrong" },
      ],
    },
    entities: [...entities, ...handMadeForms(team)],
    ...(permissions && { permissions }),
  });
  await engine.start();
  return { engine, gateway };
}
