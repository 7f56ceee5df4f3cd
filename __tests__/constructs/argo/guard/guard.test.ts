import { readFileSync } from "node:fs";
import { guardPolicies, guardPolicyName } from "../../../../config/guard-policies";
import { loadEnvironments } from "../../../../config/load";
import { repositoryPath } from "../../../../config/repository";
import { guardManifests } from "../../../../constructs/argo/guard/guard";
import {
  libraryDecisions,
  libraryEntries,
  lockingTemplates,
} from "../../../../constructs/argo/guard/library";
import { policiesOf } from "../../../../constructs/argo/guard/policies";
import type { Policy } from "../../../../constructs/argo/guard/policy";
import { recordName } from "../../../../constructs/argo/guard/record";
import type { Manifest } from "../../../../constructs/kubernetes/manifests";

const environments = loadEnvironments(repositoryPath("__tests__", "fixtures", "environments"));
const production = environmentOf("production");

function environmentOf(name: string) {
  const found = environments.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no environment ${name}`);
  return found;
}

function policyOf(name: Policy["name"]): Policy {
  const found = policiesOf(production).find((policy) => policy.name === name);
  if (found === undefined) throw new Error(`there is no policy ${name}`);
  return found;
}

/** What the binding of a policy does with a request. */
function actionsIn(manifests: readonly Manifest[], policy: string): unknown {
  const binding = manifests.find(
    ({ kind, metadata }) => kind === "ValidatingAdmissionPolicyBinding" && metadata.name === policy,
  );
  return (binding?.["spec"] as { validationActions?: unknown } | undefined)?.validationActions;
}

describe("Guard", () => {
  it("has every policy in production", () => {
    expect(policiesOf(production).map(({ name }) => name)).toEqual([...guardPolicies]);
  });

  it("knows the library's steps that decide by themselves", () => {
    expect(libraryDecisions(production).sort()).toEqual([
      "approval/judge",
      "gate/judge",
      "gate/now",
      "gate/target",
      "sign/settings",
      "validate-parameters/main",
      "verify/judge",
      "verify/signed",
      "verify/trusted",
    ]);
  });

  it("knows the library's templates that make others wait at the same target", () => {
    expect(lockingTemplates(production).sort()).toEqual([
      "deploy-argocd-sync",
      "deploy-helm",
      "deploy-kubernetes",
    ]);
  });

  it("keeps workflow pods to the nodes that the environment file sets apart for them, if it does", () => {
    const messages = (workflowNodeSelector: Record<string, string>) =>
      policiesOf({ ...production, scheduling: { ...production.scheduling, workflowNodeSelector } })
        .find(({ name }) => name === "pods")
        ?.validations.map(({ message }) => message)
        .filter((message) => message.startsWith("Pods here run on nodes with"));
    expect(messages({})).toEqual([]);
    expect(messages({ pool: "workflows" })).toEqual([
      "Pods here run on nodes with pool=workflows. Add these labels to nodeSelector, or leave it out.",
    ]);
  });

  it("judges a team with nodes of its own by these, and the others by the common ones", () => {
    const teams = production.teams.map((team) =>
      team.name === "ml" ? { ...team, scheduling: { nodeSelector: { pool: "ml" } } } : team,
    );
    const scheduling = { ...production.scheduling, workflowNodeSelector: { pool: "workflows" } };
    const rules = policiesOf({ ...production, teams, scheduling })
      .find(({ name }) => name === "pods")
      ?.validations.filter(({ message }) => message.startsWith("Pods here run on nodes with"))
      .map(({ message, expression }) => [message.split(".")[0], expression.split(" || ")[0]]);
    const others = production.teams
      .filter(({ name }) => name !== "ml")
      .map(({ namespace }) => `"${namespace}"`);
    expect(rules).toEqual([
      ["Pods here run on nodes with pool=workflows", `!(request.namespace in [${others.join(", ")}])`],
      ["Pods here run on nodes with pool=ml", '!(request.namespace in ["team-ml"])'],
    ]);
  });

  it("keeps Argo's host for Argo, and for the gateway that the environment file names", () => {
    const rules = (ingress: object) =>
      policiesOf({ ...production, ingress: { ...production.ingress, ...ingress } })
        .find(({ name }) => name === "ingress-host")
        ?.validations.map(({ expression }) => expression.startsWith('request.namespace in ["gateway"] || ('));
    const from = [{ namespace: "gateway" }];
    expect(rules({ enabled: false })).toBeUndefined();
    expect(rules({ enabled: true })).toEqual([false, false]);
    expect(rules({ enabled: false, from })).toEqual([true, true]);
    expect(rules({ enabled: true, from, groupName: "argo" })).toEqual([false, false, true, true]);
  });

  it("knows the cluster templates that the environment file names, next to the library", () => {
    const known = (clusterTemplates: string[]) => {
      const workflows = { ...production.workflows, clusterTemplates };
      const policies = policiesOf({ ...production, workflows });
      return JSON.stringify(policies.find(({ name }) => name === "new-workflows")).includes("nightly-report");
    };
    expect([known([]), known(["nightly-report"])]).toEqual([false, true]);
  });

  it("keeps the names of schedules for the controller, in the namespaces that have some", () => {
    const rules = (name: string) => {
      const schedule = { template: "checkout" } as (typeof production.teams)[number]["schedules"][string];
      const teams = production.teams.map((team) =>
        team.name === name ? { ...team, schedules: { nightly: schedule } } : team,
      );
      return policiesOf({ ...production, teams })
        .find((policy) => policy.name === "new-workflows")
        ?.validations.filter(({ message }) => message.startsWith("A workflow may not have the name"))
        .map(({ expression }) => expression);
    };
    expect(rules("nobody")).toEqual([]);
    const [first] = production.teams;
    expect(rules(first?.name ?? "")).toEqual([
      `!(dyn(object).metadata.?name.orValue('') in {"${first?.namespace}": dyn([dyn("nightly")])}[?request.namespace].orValue([]))`,
    ]);
  });

  it("leaves workflows of people's own to environments that aren't Strict", () => {
    const messages = (templateReferencing: "Strict" | "none") =>
      policiesOf({ ...production, workflows: { ...production.workflows, templateReferencing } })
        .find((policy) => policy.name === "submissions")
        ?.validations.map(({ message }) => message);
    const [ownWorkflow, ...others] = messages("Strict") ?? [];
    expect(ownWorkflow).toContain("A workflow of your own is not run here");
    expect(messages("none")).toEqual(others);
  });

  it("binds by the name that Kubernetes itself keeps, to the environment's namespaces", () => {
    const selectors = guardManifests(production)
      .filter(({ kind }) => kind === "ValidatingAdmissionPolicyBinding")
      .map(({ spec }) => spec as { matchResources: { namespaceSelector: { matchExpressions: object[] } } })
      .map(({ matchResources }) => matchResources.namespaceSelector.matchExpressions);
    const label = "kubernetes.io/metadata.name";
    const teams = production.teams.map(({ namespace }) => namespace);
    const allowed = [
      [{ key: label, operator: "In", values: teams }],
      [{ key: label, operator: "In", values: ["backend", "frontend"] }],
      [{ key: label, operator: "In", values: ["argo"] }],
      [{ key: label, operator: "NotIn", values: ["argo"] }],
    ];
    expect(selectors.filter((selector) => !allowed.some((one) => isSame(one, selector)))).toEqual([]);
  });

  it("refuses in enforce, and warns and records in audit, policy by policy", () => {
    const manifests = guardManifests({ ...production, guard: { ...production.guard, images: "audit" } });
    expect(actionsIn(manifests, "argo-guard-images")).toEqual(["Warn", "Audit"]);
    expect(actionsIn(manifests, "argo-guard-pods")).toEqual(["Deny"]);
  });

  it("records in the audit log of every environment, and refuses nothing with it", () => {
    const record = guardManifests(production).filter(({ metadata }) => metadata.name === recordName);
    const [policy, binding] = record.map(({ spec }) => spec as Readonly<Record<string, unknown>>);
    expect(policy?.["validations"]).toBeUndefined();
    expect(policy?.["failurePolicy"]).toBe("Ignore");
    expect(binding?.["validationActions"]).toEqual(["Audit"]);
  });

  it("lists each template of the library with the entrypoint that it declares", () => {
    const entries = libraryEntries(production).map(({ template, entrypoint }) => `${template}/${entrypoint}`);
    expect(entries).toContain("deploy-kubernetes/main");
    expect(entries).not.toContain("deploy-kubernetes/rollout");
  });

  it("knows which templates meet a target's demands, through those that they call", () => {
    const found = libraryEntries(production).filter(({ meetsDemands }) => meetsDemands);
    expect(found.map(({ template }) => template)).toEqual([
      "ci-cd-pipeline",
      "ci-pipeline",
      "ci-secure-build",
      "deploy-argocd-sync",
      "deploy-helm",
      "deploy-kubernetes",
      "release-pipeline",
    ]);
  });

  it("takes values from ConfigMaps for all templates but those", () => {
    const { validations } = policyOf("expressions");
    const rule = validations.find(({ message }) => message.startsWith("A run of a template that deploys"));
    const meetDemands = libraryEntries(production).filter(({ meetsDemands }) => meetsDemands);
    expect(rule?.expression).toContain(
      JSON.stringify(meetDemands.map(({ template }) => template)).replaceAll(",", ", "),
    );
    expect(rule?.expression).not.toContain('"checkout"');
  });

  it("judges the team's stored templates wherever it judges a team's templates", () => {
    const judges = (policy: Policy) =>
      policy.variables?.some(
        ({ name, expression }) => name === "templates" && expression.includes("storedTemplates"),
      );
    const found = policiesOf(production).filter(judges);
    expect(found.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["accounts", "artifacts", "known-fields", "library-calls", "locks", "patches"]),
    );
  });

  it("sets back in a retry only nodes that hold others together", () => {
    const expressions = policyOf("running-workflows").validations.map(({ expression }) => expression);
    expect(expressions.join()).toContain('["DAG", "Steps", "StepGroup", "TaskGroup", "Retry"]');
  });

  it("says in each sentence what to do", () => {
    const messages = policiesOf(production).flatMap(({ validations }) =>
      validations.map(({ message }) => message),
    );
    expect(messages.filter((message) => !/^[A-Za-z].*\.$/.test(message) || message.length > 300)).toEqual([]);
  });

  it("is described, policy by policy, in docs/guard.md", () => {
    const page = readFileSync(repositoryPath("docs", "guard.md"), "utf8");
    expect(guardPolicies.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    expect(page).toContain(guardPolicyName("images"));
  });

  it("keeps each expression below what the API server parses", () => {
    const longest = policiesOf(production)
      .flatMap(({ validations }) => validations.map(({ expression }) => expression.length))
      .sort((one, other) => other - one);
    expect(longest[0]).toBeLessThan(10_000);
  });
});

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
