import type { Browser } from "./browser";
import type { PortalStage } from "./stage";

/** Everything that rows work with. */
export interface PortalScene extends PortalStage {
  readonly browser: Browser;
  /** Namespace of the team that the guest runs workflows for. */
  readonly team: string;
  /** Folder for pictures of the pages; none are taken without it. */
  readonly pictures?: string;
}
