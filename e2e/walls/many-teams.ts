import type { Environment } from "../../config/environment";
import { deployTarget } from "../../config/values/deploy-target";
import { guardManifests } from "../../constructs/argo/guard/guard";
import type { KubernetesApi } from "../lab/kubernetes-api";
import type { Table } from "../shared/table";
import { expectationOf, outcomeOf } from "./attempt";
import type { Impersonator } from "./caller";
import { applyGuard, typeWarnings } from "./guarded-cluster";
import { container, editor, ownTemplate, team } from "./objects";
import { attempts } from "./rows";

/** The environment with 50 teams more, each with as many repositories as a busy team has. */
export function withManyTeams(environment: Environment): Environment {
  const [model] = environment.teams;
  if (model === undefined) throw new Error("the environment has no team");
  const more = Array.from({ length: 50 }, (_, at) => ({
    ...model,
    name: `many-${at}`,
    namespace: `team-many-${at}`,
    repositories: Array.from({ length: 10 }, (_unused, one) => `many-${at}/service-${one}`),
    deployTo: [deployTarget(`many-${at}`, {})],
  }));
  return { ...environment, teams: [...environment.teams, ...more] };
}

/** The guard of a large installation is accepted, and judges large objects within the API server's limits. */
export async function manyTeamsRows(
  table: Table,
  api: KubernetesApi,
  impersonator: Impersonator,
  environment: Environment,
): Promise<void> {
  await table.row("the guard of 55 teams is accepted", "accepted", async () => {
    await applyGuard(api, guardManifests(withManyTeams(environment)));
    return "accepted";
  });
  await table.row("its expressions have no type warning", [], () => typeWarnings(api));
  await table.row("its rows are as before", [], async () => {
    const wrong: string[] = [];
    for (const attempt of attempts)
      if ((await outcomeOf(attempt, impersonator)) !== expectationOf(attempt)) wrong.push(attempt.name);
    return wrong;
  });
  await table.row("a template of 200 parts with artifacts and calls", "passes", () =>
    impersonator.send(editor, largeTemplate()),
  );
}

function largeTemplate() {
  const artifact = (name: string) => ({ name, path: `/${name}`, s3: { key: `artifacts/${team}/${name}` } });
  const templates = Array.from({ length: 199 }, (_, at) => ({
    name: `part-${at}`,
    ...(at % 4 === 0
      ? {
          steps: Array.from({ length: 10 }, (_unused, one) => [
            {
              name: `step-${one}`,
              templateRef: { name: "checkout", template: "main", clusterScope: true },
              arguments: { artifacts: [{ name: "a", from: "{{steps.a.outputs.artifacts.a}}" }] },
            },
          ]),
        }
      : {
          container,
          inputs: { artifacts: [artifact("a"), artifact("b")] },
          outputs: { artifacts: [artifact("c")] },
        }),
  }));
  const { body, ...request } = ownTemplate({ container });
  const base = body as { spec: { templates: object[] } };
  return {
    ...request,
    body: { ...base, spec: { ...base.spec, templates: [...base.spec.templates, ...templates] } },
  };
}
