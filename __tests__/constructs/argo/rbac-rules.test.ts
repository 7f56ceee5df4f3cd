import * as rules from "../../../constructs/argo/rbac-rules";
import { allowedBy, rightsOf, rolesOf } from "../../fixtures/access";
import { tenancy } from "../../fixtures/tenancy";

const deployer = {
  "apps/deployments": "get list patch watch",
  "apps/deployments/scale": "patch",
  "apps/replicasets": "list",
  "argoproj.io/applications": "get list patch watch",
  "core/events": "list",
  "core/pods": "get list",
  "core/pods/log": "get",
};

/** What each kind of role allows. A verb more or less is a change of the product, not of a test. */
const table: Record<string, Record<string, string>> = {
  "argo-executor": { "argoproj.io/workflowtaskresults": "create patch" },
  "argo-artifact-gc": {
    "argoproj.io/workflowartifactgctasks": "list watch",
    "argoproj.io/workflowartifactgctasks/status": "patch",
  },
  "argo-template-reader": { "argoproj.io/clusterworkflowtemplates": "get list" },
  "argo-backstage": {
    "argoproj.io/workflows": "create get list watch",
    "argoproj.io/workflowtemplates": "get list",
    "core/pods": "get list watch",
    "core/pods/log": "get",
  },
  "argo-submitter": {
    "argoproj.io/workflows": "create get list patch update watch",
    "argoproj.io/workflowtemplates": "get list",
    "core/pods": "delete get list watch",
    "core/pods/log": "get",
    "core/events": "list watch",
  },
  "argo-deployer in billing": deployer,
  "argo-deployer in shop": deployer,
  "argo-installer in shop": {
    "apps/deployments": "create delete get list patch watch",
    "apps/deployments/scale": "patch",
    "apps/replicasets": "list",
    "apps/statefulsets": "create delete get patch",
    "autoscaling/horizontalpodautoscalers": "create delete get patch",
    "batch/cronjobs": "create delete get patch",
    "batch/jobs": "create delete get list patch watch",
    "core/configmaps": "create delete get list patch update",
    "core/events": "list",
    "core/pods": "get list",
    "core/pods/log": "get",
    "core/serviceaccounts": "create delete get patch",
    "core/services": "create delete get patch",
    "networking.k8s.io/ingresses": "create delete get patch",
    "policy/poddisruptionbudgets": "create delete get patch",
  },
};

const json = tenancy();
const roles = rolesOf(json);

describe("the rules of every role", () => {
  it.each(roles.map((role) => [role.metadata.name, role.metadata.namespace ?? "the cluster", role] as const))(
    "are exactly those of the table: %s in %s",
    (name, namespace, role) => {
      const [account] = /^argo-(deployer|installer)(?=-)/.exec(name) ?? [];
      const kind = account === undefined ? name : `${account} in ${namespace}`;
      const expected = Object.entries(table[kind] ?? {}).flatMap(([resource, verbs]) =>
        verbs.split(" ").map((verb) => `${verb} ${resource}`),
      );
      expect(allowedBy(role)).toEqual(expected.sort());
    },
  );

  it("have no wildcard, no exec, no secrets, no tokens, and no way to get more permissions", () => {
    const { deployerRules, installerRules, ...others } = rules;
    const allows = ["rollouts", "charts", "applications"] as const;
    const everything = [...Object.values(others).flat(), ...deployerRules(allows), ...installerRules(allows)];
    expect(everything.length).toBeGreaterThan(20);
    for (const { apiGroups, resources, verbs } of everything) {
      expect([...apiGroups, ...resources, ...verbs].filter((word) => word.includes("*"))).toEqual([]);
      expect(
        resources.filter((resource) =>
          /^(secrets|pods\/(exec|attach|portforward|ephemeralcontainers)|serviceaccounts\/token|nodes|namespaces|(cluster)?role(binding)?s|networkpolicies|resourcequotas|limitranges)/.test(
            resource,
          ),
        ),
      ).toEqual([]);
      expect(
        verbs.filter((verb) => ["bind", "escalate", "impersonate", "deletecollection"].includes(verb)),
      ).toEqual([]);
    }
  });
});

describe("who has them", () => {
  const rights = rightsOf(json);
  const places = (who: string) =>
    [...new Set(rights.filter((right) => right.who === who).map(({ where }) => where))].sort();

  it("is each account in its own namespace, deployer and installer in the team's targets, Backstage's for one team each", () => {
    const whos = [...new Set(rights.map(({ who }) => who))].sort();
    const reporting = (namespace: string, ...purposes: string[]) =>
      Object.fromEntries(purposes.map((purpose) => [`${namespace}/argo-${purpose}`, [namespace]]));
    expect(Object.fromEntries(whos.map((who) => [who, places(who)]))).toEqual({
      ...reporting("team-alpha", "checkout", "notifier", "verifier", "builder", "publisher", "signer"),
      ...reporting("team-alpha", "cache-writer"),
      ...reporting("team-beta", "checkout", "notifier", "verifier"),
      ...reporting("team-gamma", "checkout", "notifier", "verifier"),
      "team-alpha/argo-installer": ["shop", "team-alpha"],
      "team-beta/argo-installer": ["shop", "team-beta"],
      "argo/argo-backstage": ["*"],
      "argo/argo-backstage-team-alpha": ["*", "team-alpha"],
      "argo/argo-backstage-team-beta": ["*", "team-beta"],
      "team-alpha/argo-deployer": ["billing", "shop", "team-alpha"],
      "team-alpha/argo-submitter": ["*", "team-alpha"],
      "team-alpha/argo-workflow": ["team-alpha"],
      "team-beta/argo-deployer": ["shop", "team-beta"],
      "team-beta/argo-submitter": ["*", "team-beta"],
      "team-beta/argo-workflow": ["team-beta"],
      "team-gamma/argo-deployer": ["team-gamma"],
      "team-gamma/argo-workflow": ["team-gamma"],
    });
  });

  it("gives nothing in the whole cluster except reading its templates", () => {
    expect([...new Set(rights.filter(({ where }) => where === "*").map(({ what }) => what))].sort()).toEqual([
      "get argoproj.io/clusterworkflowtemplates",
      "list argoproj.io/clusterworkflowtemplates",
    ]);
  });

  it("lets a team's pods report results, and delete artifacts where the team's workflows may", () => {
    const ofPods = rights.filter(({ who }) => who.endsWith("/argo-workflow"));
    expect(ofPods.map(({ who, what }) => `${who}: ${what}`)).toEqual([
      "team-alpha/argo-workflow: list argoproj.io/workflowartifactgctasks",
      "team-alpha/argo-workflow: patch argoproj.io/workflowartifactgctasks/status",
      "team-alpha/argo-workflow: watch argoproj.io/workflowartifactgctasks",
      ...["alpha", "beta", "gamma"].flatMap((name) =>
        ["create", "patch"].map(
          (verb) => `team-${name}/argo-workflow: ${verb} argoproj.io/workflowtaskresults`,
        ),
      ),
    ]);
  });
});
