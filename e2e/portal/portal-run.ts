import type { Browser } from "./browser";
import type { PortalInLab } from "./portal-in-lab";

/** What the rows of e2e:portal work with. */
export interface PortalRun extends PortalInLab {
  readonly browser: Browser;
  /** Namespace of the team that the guest runs workflows for. */
  readonly team: string;
  /** Folder for pictures of the pages. @default none are taken */
  readonly pictures?: string;
}
