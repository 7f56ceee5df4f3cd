import { guardPolicyName } from "../../config/guard-policies";
import { loadEnvironments } from "../../config/load";
import { repositoryPath } from "../../config/repository";
import { targetNamespaces } from "../../config/values/deploy-target";
import { guardManifests } from "../../constructs/argo/guard/guard";
import { policiesOf } from "../../constructs/argo/guard/policies";
import { recordName } from "../../constructs/argo/guard/record";
import { runSuite } from "../shared/frame";
import { changedBySecondApply } from "../shared/installation/apply";
import { stacksOf } from "../shared/installation/stack-manifests";
import { serverRows } from "./argo-server";
import { expectationOf, outcomeOf } from "./attempt";
import { Impersonator } from "./caller";
import { fieldRows } from "./field-rows";
import { withEverything } from "./full-environment";
import { applyGuard, startCluster, typeWarnings } from "./guarded-cluster";
import { gatewayNamespace, withoutGroup } from "./ingress-group";
import { libraryAttempts } from "./library-attempts";
import { manyTeamsRows } from "./many-teams";
import { inForce, mutationRows, untried } from "./mutations";
import { ownWorkflowRows } from "./own-workflows";
import { prepare, prepareApplication } from "./prepare";
import { attempts } from "./rows";
import { waysInRows } from "./ways-in";

const notProved = [
  "what the controller, Argo's server and the executor send: e2e:templates and e2e:cluster run them behind the guard",
  "an image that the kubelet pulls, and Argo CD's own judgment of an Application",
];

/**
 * `npm run e2e:walls`: the production environment's guard at a real API server, request by request; with `-- --mutate`,
 * it takes away each rule in turn.
 */
void runSuite({ lab: false, flags: ["--mutate"], notProved }, async (run) => {
  const { table, progress } = run;
  const production = loadEnvironments(repositoryPath("environments")).find(
    ({ name }) => name === "production",
  );
  if (production === undefined) throw new Error("there is no environments/production.yaml");
  const environment = withEverything(production);
  const cluster = await startCluster(run);
  const { api, definitions } = cluster;
  progress("Argo's definitions are served");
  const { teams } = environment;
  const targets = targetNamespaces(teams);
  await prepare(api, [...teams.map(({ namespace }) => namespace), ...targets, "argo", gatewayNamespace]);
  await prepareApplication(api);
  const committed = stacksOf(production, repositoryPath("cdktf.out")).tenancy.filter(({ kind }) =>
    kind.startsWith("ValidatingAdmissionPolicy"),
  );
  await applyGuard(api, committed);
  const impersonator = new Impersonator(api);
  await inForce(impersonator, policiesOf(production));
  progress("the guard is in force\n");

  table.compare(
    "the committed JSON has every policy",
    [...policiesOf(production).map(({ name }) => guardPolicyName(name)), recordName],
    committed.filter(({ kind }) => kind === "ValidatingAdmissionPolicy").map(({ metadata }) => metadata.name),
  );
  for (const attempt of withoutGroup(attempts))
    await table.row(`without a group: ${attempt.name}`, expectationOf(attempt), () =>
      outcomeOf(attempt, impersonator),
    );
  await table.row("a second apply changes nothing", [], () => changedBySecondApply(api, committed));

  const guard = policiesOf(environment);
  await applyGuard(api, guardManifests(environment));
  await inForce(impersonator, guard);
  table.compare("every rule is tried", [], untried(guard));
  if (run.has("--mutate")) {
    await mutationRows(table, api, impersonator, guard);
    return;
  }
  for (const attempt of [...attempts, ...libraryAttempts(environment)])
    await table.row(attempt.name, expectationOf(attempt), () => outcomeOf(attempt, impersonator));
  await waysInRows(table, (line) => run.summary(line), impersonator, environment);
  await serverRows(table, run, cluster);
  await table.row("no expression has a type warning", [], () => typeWarnings(api));
  await fieldRows(table, definitions);
  await manyTeamsRows(table, api, impersonator, environment);
  await ownWorkflowRows(table, api, impersonator, environment);
});
