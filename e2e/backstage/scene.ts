import type { Argo } from "../lab/argo";
import type { Lab } from "../lab/lab";
import type { Table } from "../lab/selftest/table";
import type { Sandbox } from "../templates/sandbox";
import type { Stage } from "../templates/stage";
import type { Engine } from "./engine/engine";
import type { Gateway } from "./gateway";

/** Everything that rows work with. */
export interface PortalScene {
  readonly table: Table;
  /** The library in the lab, with the world that it calls. */
  readonly stage: Stage;
  readonly sandbox: Sandbox;
  readonly lab: Lab;
  readonly argo: Argo;
  readonly engine: Engine;
  /** Between the engine and Argo's server. */
  readonly gateway: Gateway;
  /** Of the service account that the stacks make for Backstage. */
  readonly token: string;
  /** Namespace of a team that is open to Backstage. */
  readonly team: string;
}
