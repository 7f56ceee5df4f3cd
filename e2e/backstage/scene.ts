import type { Argo } from "../lab/argo";
import type { Lab } from "../lab/lab";
import type { LibraryInLab } from "../shared/library/library-in-lab";
import type { TeamFixture } from "../shared/library/team-fixture";
import type { Table } from "../shared/table";
import type { Engine, Permissions } from "./engine/engine";
import type { OpenPortal } from "./open-portal";

/** Everything that rows work with. */
export interface PortalScene {
  readonly table: Table;
  /** The library in the lab, with the world that it calls. */
  readonly library: LibraryInLab;
  readonly fixture: TeamFixture;
  readonly lab: Lab;
  readonly argo: Argo;
  /** A Backstage that nothing happens to. */
  readonly engine: Engine;
  /** Of the service account that the stacks make for Backstage. */
  readonly token: string;
  /** Namespace of a team that is open to Backstage. */
  readonly team: string;
  /** Where the packed module and Backstage's packages are found. */
  readonly scratch: string;
  /** One Backstage more, in front of a server of Argo's, for rows that break or forbid something. */
  open(name: string, server: Argo, permissions?: Permissions): Promise<OpenPortal>;
}
