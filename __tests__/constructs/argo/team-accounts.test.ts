import { parse } from "yaml";
import { allowedBy, rolesOf } from "../../fixtures/access";
import { resource } from "../../fixtures/synthesis";
import { all, tenancy } from "../../fixtures/tenancy";

const accounts = (json = tenancy()) => all(json, "kubernetes_service_account_v1");
const team = (fields: Record<string, unknown>) => tenancy({ teams: { a: fields } });

describe("TeamAccounts", () => {
  it("makes an account for each purpose that the team has", () => {
    const pods = ["checkout", "deployer", "notifier", "verifier", "workflow"];
    const made = (name: string, purposes: string[]) =>
      purposes.map((purpose) => `team-${name}_argo-${purpose}`).sort();
    expect(Object.keys(accounts()).sort()).toEqual([
      ...made("alpha", [...pods, "builder", "cache-writer", "publisher", "signer", "installer", "submitter"]),
      ...made("beta", [...pods, "installer", "submitter"]),
      ...made("gamma", pods),
    ]);
  });

  it("mounts no token by default, except for deploy steps, because Argo can't add one", () => {
    const mounted = Object.entries(accounts())
      .filter(([, account]) => account.automount_service_account_token !== false)
      .map(([id]) => id.split("_")[1]);
    expect(new Set(mounted)).toEqual(new Set(["argo-deployer", "argo-installer"]));
  });

  it("lets nodes log in to a registry for each pod, and no person's account", () => {
    const json = tenancy({ images: { pullSecret: "registry-login" } });
    const named = Object.entries(accounts(json)).filter(([, account]) => account.image_pull_secret);
    expect(named.map(([id]) => id)).toEqual(
      Object.keys(accounts(json)).filter((id) => !id.endsWith("_argo-submitter")),
    );
    for (const [, account] of named) expect(account.image_pull_secret).toEqual([{ name: "registry-login" }]);
    expect(Object.values(accounts()).some((account) => account.image_pull_secret)).toBe(false);
  });

  it("gives the accounts of pods an AWS role, and no other account", () => {
    const roles = (json: ReturnType<typeof tenancy>, namespace: string) =>
      Object.fromEntries(
        Object.values(accounts(json))
          .map(({ metadata }) => metadata as { name: string; namespace: string; annotations?: object })
          .filter((metadata) => metadata.namespace === namespace)
          .map(({ name, annotations = {} }) => [
            name,
            Object.entries(annotations)
              .filter(([key]) => key === "eks.amazonaws.com/role-arn")
              .map(([, arn]) => String(arn).split("/")[1])[0],
          ]),
      );
    expect(roles(tenancy(), "team-alpha")).toEqual({
      "argo-workflow": "test-argo-executor-team-alpha",
      "argo-checkout": "test-argo-library-team-alpha",
      "argo-notifier": "test-argo-library-team-alpha",
      "argo-verifier": "test-argo-verifier-team-alpha",
      "argo-builder": "test-argo-builder-team-alpha",
      "argo-cache-writer": "test-argo-caches-team-alpha",
      "argo-publisher": "test-argo-publisher-team-alpha",
      "argo-signer": "test-argo-signer-team-alpha",
      "argo-deployer": "test-argo-library-team-alpha",
      "argo-installer": "test-argo-library-team-alpha",
      "argo-submitter": undefined,
    });
    const withoutRepositories = team({ buildsImages: true });
    expect(roles(withoutRepositories, "team-a")).toEqual({
      "argo-workflow": "test-argo-executor-team-a",
      ...Object.fromEntries(
        ["checkout", "notifier", "verifier", "builder", "publisher", "signer", "deployer"].map((purpose) => [
          `argo-${purpose}`,
          "test-argo-library-team-a",
        ]),
      ),
    });
  });

  it("names the role with its path and partition", () => {
    const json = tenancy({
      region: "cn-north-1",
      certificateArn: undefined,
      ingress: { enabled: false },
      login: {},
      iam: { path: "/argo/" },
      teams: { a: {} },
    });
    expect(resource(json, "kubernetes_service_account_v1", "team-a_argo-workflow").metadata).toMatchObject({
      annotations: {
        "eks.amazonaws.com/role-arn": "arn:aws-cn:iam::123456789012:role/argo/test-argo-executor-team-a",
      },
    });
  });

  it("omits the annotation with Pod Identity", () => {
    const json = tenancy({ cluster: { identity: "pod-identity" }, teams: { a: {} } });
    expect(
      resource(json, "kubernetes_service_account_v1", "team-a_argo-workflow").metadata,
    ).not.toHaveProperty("annotations");
  });

  it("makes an account for people who may approve deployments, before that of members", () => {
    const targets = { shop: { requires: { approval: { groups: ["releases", "leads"] } } } };
    const json = tenancy({ targets, teams: { a: { groups: ["a"], deployTo: ["shop"] } } });
    const annotations = (id: string) =>
      (resource(json, "kubernetes_service_account_v1", `team-a_${id}`).metadata as { annotations: object })
        .annotations;
    expect(annotations("argo-approver")).toEqual({
      "workflows.argoproj.io/rbac-rule": "'leads' in groups || 'releases' in groups",
      "workflows.argoproj.io/rbac-rule-precedence": "25",
      "workflows.argoproj.io/service-account-token.name": "argo-approver.service-account-token",
    });
    expect(annotations("argo-submitter")).toMatchObject({
      "workflows.argoproj.io/rbac-rule-precedence": "20",
    });
    expect(accounts()).not.toHaveProperty("team-alpha_argo-approver");
  });

  it("gives approvers the rights of members, and a token", () => {
    const targets = { shop: { requires: { approval: { groups: ["leads"] } } } };
    const json = tenancy({ targets, teams: { a: { groups: ["a"], deployTo: ["shop"] } } });
    const people = ["argo-submitter", "argo-approver"];
    const { subject } = resource(json, "kubernetes_role_binding_v1", "team-a_argo-submitter") as {
      subject: { name: string }[];
    };
    expect(subject.map(({ name }) => name)).toEqual(people);
    const { values } = resource(json, "helm_release", "team-a") as { values: string[] };
    for (const name of people) expect(values.join()).toContain(`team-a/${name}.service-account-token`);
  });

  it("selects the submitter for the team's groups and for no other", () => {
    const { metadata } = resource(tenancy(), "kubernetes_service_account_v1", "team-alpha_argo-submitter");
    expect(metadata).toMatchObject({
      annotations: {
        "workflows.argoproj.io/rbac-rule": "'alpha-developers' in groups || 'Alpha operators' in groups",
        "workflows.argoproj.io/rbac-rule-precedence": "20",
        "workflows.argoproj.io/service-account-token.name": "argo-submitter.service-account-token",
      },
    });
  });

  it("keeps a long-lived token of the submitter only, outside of the state", () => {
    const json = tenancy();
    expect(json.resource).not.toHaveProperty("kubernetes_secret_v1");
    const { values, namespace, name, depends_on } = resource(json, "helm_release", "team-alpha") as {
      values: string[];
    } & Record<string, unknown>;
    expect({ namespace, name, depends_on }).toEqual({
      namespace: "team-alpha",
      name: "tenancy-team-alpha",
      depends_on: ["kubernetes_service_account_v1.team-alpha_argo-submitter"],
    });
    expect(values.map((entry) => parse(entry) as unknown)).toEqual([
      {
        manifests: {
          "secret/team-alpha/argo-submitter.service-account-token": {
            apiVersion: "v1",
            kind: "Secret",
            metadata: {
              name: "argo-submitter.service-account-token",
              namespace: "team-alpha",
              labels: { "aws-argo-infra/team": "alpha" },
              annotations: { "kubernetes.io/service-account.name": "argo-submitter" },
            },
            type: "kubernetes.io/service-account-token",
          },
        },
      },
    ]);
    expect(json.resource["helm_release"]).not.toHaveProperty("team-gamma");
  });

  it("replaces the token's Secret when its version is raised, and says where it is", () => {
    const json = tenancy({ tokens: { version: 2 } });
    const { values } = resource(json, "helm_release", "team-alpha") as { values: string[] };
    expect(values.join()).toContain("argo-submitter.v2.service-account-token");
    expect(values.join()).not.toContain("argo-submitter.service-account-token");
    expect(
      resource(json, "kubernetes_service_account_v1", "team-alpha_argo-submitter").metadata,
    ).toMatchObject({
      annotations: {
        "workflows.argoproj.io/service-account-token.name": "argo-submitter.v2.service-account-token",
      },
    });
  });

  it("keeps the submitter's role for people who log in with their own token", () => {
    const json = team({});
    expect(all(json, "kubernetes_role_v1")).toHaveProperty("team-a_argo-submitter");
    expect(all(json, "kubernetes_role_binding_v1")).not.toHaveProperty("team-a_argo-submitter");
  });

  it("gives Backstage access only if it is enabled and the team allows it", () => {
    const bound = (json: ReturnType<typeof tenancy>) =>
      Object.keys(all(json, "kubernetes_role_binding_v1")).filter((id) => id.endsWith("argo-backstage"));
    expect(bound(tenancy())).toEqual(["team-alpha_argo-backstage", "team-beta_argo-backstage"]);
    expect(bound(tenancy({ backstage: { enabled: false } }))).toEqual([]);
  });

  it("lets Backstage terminate workflows only if the environment allows it, with one additional verb", () => {
    const rights = (backstage: object) =>
      rolesOf(tenancy({ backstage: { enabled: true, ...backstage } }))
        .filter(({ metadata }) => metadata.name === "argo-backstage")
        .map(allowedBy);
    const [usual = []] = rights({});
    expect(usual).not.toContain("patch argoproj.io/workflows");
    expect(rights({ terminate: true })).toEqual(
      [1, 2].map(() => [...usual, "patch argoproj.io/workflows"].sort()),
    );
  });

  it("binds deployer and installer only where the targets allow what they do, under the team's name", () => {
    const bound = Object.entries(all(tenancy(), "kubernetes_role_binding_v1"))
      .filter(([id]) => /argo-(deployer|installer)/.test(id))
      .sort(([a], [b]) => a.localeCompare(b));
    expect(
      bound.map(([id, { metadata, role_ref, subject }]) => ({ id, metadata, role_ref, subject })),
    ).toMatchObject(
      [
        ["billing", "alpha", "argo-deployer"],
        ["shop", "alpha", "argo-deployer"],
        ["shop", "beta", "argo-deployer"],
        ["shop", "alpha", "argo-installer"],
        ["shop", "beta", "argo-installer"],
      ].map(([target, name, account]) => ({
        id: `${target}_${account}-team-${name}`,
        metadata: { namespace: target, name: `${account}-team-${name}` },
        role_ref: { kind: "Role", name: `${account}-team-${name}` },
        subject: [{ kind: "ServiceAccount", name: account, namespace: `team-${name}` }],
      })),
    );
  });

  it("gives the deployer nothing in a target that allows charts only", () => {
    const json = tenancy({ targets: { shop: { allows: ["charts"] } }, teams: { a: { deployTo: ["shop"] } } });
    const roles = Object.keys(all(json, "kubernetes_role_v1")).filter((id) => id.startsWith("shop_"));
    expect(roles).toEqual(["shop_argo-installer-team-a"]);
  });

  it("lets pods report deleted artifacts only if the team's workflows may delete them", () => {
    const bound = Object.keys(all(tenancy(), "kubernetes_role_binding_v1")).filter((id) =>
      id.endsWith("argo-artifact-gc"),
    );
    expect(bound).toEqual(["team-alpha_argo-artifact-gc"]);
  });
});

it("lets members of a team with schedules see, suspend and run them", () => {
  const sso = { issuer: "https://login.example.com", adminGroups: ["platform"] };
  const login = {
    login: { modes: ["sso", "client"], sso },
    ingress: { enabled: true },
    certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
  };
  const rights = (schedules: object) => {
    const json = tenancy({ ...login, teams: { a: { groups: ["a"], schedules } } });
    const { rule } = resource(json, "kubernetes_role_v1", "team-a_argo-submitter") as {
      rule: { resources: string[]; verbs: string[] }[];
    };
    return rule.filter(({ resources }) => resources.includes("cronworkflows")).map(({ verbs }) => verbs);
  };
  expect(rights({})).toEqual([]);
  const parameters = { "git-repo": "https://git.example.com/shop/api" };
  expect(rights({ nightly: { crons: ["0 3 * * *"], template: "checkout", parameters } })).toEqual([
    ["get", "list", "watch", "patch"],
  ]);
});
