import { parseAllDocuments } from "yaml";
import type { Supervised } from "../lab/supervise";
import { argoWorkflowsOf, generatedFiles, handMade } from "../shared/backstage/generated-forms";
import { installOwnTemplates } from "../shared/backstage/own-templates";
import { unpackModuleInto } from "../shared/backstage/packed-module";
import { ArgoApi } from "../shared/installation/argo-api";
import { type LibraryInLab, startLibrary } from "../shared/library/library-in-lab";
import { prepareTeam, type TeamFixture } from "../shared/library/team-fixture";
import { BackstageServer } from "./backstage-server";
import { type Named, nameOf } from "./catalog-name";
import { installBackstage } from "./installation";

/** The lab with the template library, and a small Backstage in front of it. */
export interface PortalInLab {
  readonly library: LibraryInLab;
  readonly fixture: TeamFixture;
  readonly backstage: BackstageServer;
  /** Entities of the generated catalog-info.yaml that the catalog must contain, as `kind:name`. */
  readonly catalog: readonly string[];
  /** Token of Backstage's service account for the fixture's team. */
  readonly token: string;
  /** Every token of Backstage's. */
  readonly tokens: readonly string[];
}

/** The component of the catalog for which the rows run workflows. */
export const component = "shop";

/** A form that lacks a parameter of `greet`, as a hand-written form may. */
export const staleForm = "greet-without-name";

/** Starts all of it; everything ends with the given processes. */
export async function startPortal(
  given: Supervised & { progress: (line: string) => void; onUnexpectedExit: (message: string) => void },
): Promise<PortalInLab> {
  const { progress, interrupted } = given;
  const portal = await installBackstage({ progress, signal: interrupted });
  const packing = unpackModuleInto(portal);
  // Awaited below; until then a failure must not count as unhandled.
  packing.catch(() => undefined);
  const library = await startLibrary(given);
  const fixture = await prepareTeam(library);
  const { packed, remove } = await packing;
  given.processes.onStop("packed module", remove);
  const { lab, argo, stacks } = library;
  await installOwnTemplates(library);
  const argoApi = await ArgoApi.open(argo, lab.api);
  const files = generatedFiles(stacks.environment, true);
  const argoWorkflows = argoWorkflowsOf(files, argoApi.variables);
  const backstage = await BackstageServer.start({
    lab,
    portal,
    packed,
    templates: files.templates,
    catalogInfo: files.catalogInfo,
    entities: [
      ...entities(),
      handMade(staleForm, "argo:workflow:submit", { namespace: fixture.team, template: "greet" }),
    ],
    argoWorkflows: {
      ...argoWorkflows,
      // As generated, except the address, which the lab chooses.
      instances: argoWorkflows.instances.map((each) => ({ ...each, baseUrl: argo.url, uiUrl: argo.url })),
    },
  });
  progress("portal ready");
  const catalog = parseAllDocuments(files.catalogInfo)
    .map((each) => each.toJS() as Named)
    // Its definition is at an address on the internet.
    .filter(({ kind }) => kind !== "API")
    .map(nameOf);
  const token = argoApi.tokenOf(fixture.team);
  return { library, fixture, backstage, catalog, token, tokens: [...argoApi.variables.values()] };
}

function entities(): object[] {
  const entity = (kind: string, name: string, spec: object, annotations: object = {}) => ({
    apiVersion: "backstage.io/v1alpha1",
    kind,
    metadata: { name, annotations },
    spec,
  });
  return [
    entity("Group", "platform", { type: "team", children: [] }),
    entity("User", "guest", { memberOf: ["platform"] }),
    entity(
      "Component",
      component,
      { type: "service", lifecycle: "production", owner: "group:default/platform" },
      {
        "backstage.io/kubernetes-id": component,
        "backstage.io/source-location": "url:https://git.example.com/backend/api/tree/main/",
        "backstage.io/kubernetes-namespace": "team-backend",
      },
    ),
  ];
}
