import type { Argo } from "../lab/argo";
import type { Lab } from "../lab/lab";
import type { ArgoApi } from "../shared/installation/argo-api";
import type { LibraryInLab } from "../shared/library/library-in-lab";
import type { TeamFixture } from "../shared/library/team-fixture";
import type { Table } from "../shared/table";
import type { Engine, Permissions } from "./engine/engine";
import type { RunningBackstage } from "./start-backstage";

/** What the rows of e2e:backstage work with. */
export interface BackstageRun {
  readonly table: Table;
  readonly library: LibraryInLab;
  readonly fixture: TeamFixture;
  readonly lab: Lab;
  readonly argo: Argo;
  /** A Backstage that no row stops or changes. */
  readonly engine: Engine;
  /** Argo's API, with Backstage's tokens. */
  readonly argoApi: ArgoApi;
  /** Token of Backstage's service account for that team. */
  readonly token: string;
  /** Namespace of a team that is open to Backstage. */
  readonly team: string;
  /** Folder in which Node finds the packed module and Backstage's packages. */
  readonly scratch: string;
  /** Starts another Backstage for a server of Argo, for rows that stop a program or change permissions. */
  start(name: string, server: Argo, permissions?: Permissions): Promise<RunningBackstage>;
}
