import { EnvironmentFileError } from "../../../config/load";
import { tenancyEnvironment } from "../../fixtures/tenancy";

/** What is wrong with an environment in which team a deploys to `deployTo`, without file and position. */
function problems(targets: Record<string, unknown>, deployTo: readonly string[]): string[] {
  try {
    tenancyEnvironment({ targets, teams: { a: { deployTo } } });
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentFileError)) throw error;
    return error.problems.map((problem) => problem.replace(/^\S+ /, ""));
  }
}

const targetsOf = (targets: Record<string, unknown>, deployTo: readonly string[]) =>
  tenancyEnvironment({ targets, teams: { a: { deployTo } } }).teams[0]?.deployTo;

const git = "https://git.example.com";

describe("targets", () => {
  it("are namespaces of the same name unless they say otherwise", () => {
    expect(targetsOf({ live: { namespace: "shop" }, test: {} }, ["live", "test", "other"])).toEqual(
      ["shop", "test", "other"].map((namespace) => ({
        namespace,
        allows: ["rollouts", "applications"],
        requires: { signature: false },
      })),
    );
  });

  it("install charts only if they say so", () => {
    expect(targetsOf({ shop: { allows: ["charts"] } }, ["shop"])).toEqual([
      { namespace: "shop", allows: ["charts"], requires: { signature: false } },
    ]);
  });

  it("require a signature only of what names an image", () => {
    const signed = (allows: readonly string[]) =>
      problems({ shop: { allows, requires: { signature: true } } }, []);
    expect(signed(["rollouts"])).toEqual([]);
    expect(signed(["rollouts", "charts"])).toEqual([
      "targets.shop.requires.signature: true has no meaning for charts, which name no image; set allows: [rollouts], or remove it",
    ]);
  });

  it("require a signature only of teams that can sign", () => {
    const targets = { shop: { allows: ["rollouts"], requires: { signature: true } }, test: {} };
    const signer = { buildsImages: true, repositories: ["shop"] };
    const deploying = (team: Record<string, unknown>) => () =>
      tenancyEnvironment({ targets, teams: { a: { deployTo: ["test", "shop"], ...team } } });
    const refusal =
      'teams.a.deployTo[1]: "shop" requires images that the team has signed, but it has no signing key; ';
    const others = "or remove targets.shop.requires.signature";
    expect(deploying(signer)).not.toThrow();
    expect(deploying({})).toThrow(`${refusal}list the team's ECR repositories, ${others}`);
    expect(deploying({ ...signer, signing: { enabled: false } })).toThrow(
      `${refusal}remove signing.enabled: false, ${others}`,
    );
  });

  it("require repositories only together with the signature that proves them", () => {
    const builtFrom = ["https://git.example.com/shop"];
    const problemsWith = (signature: boolean) =>
      problems({ shop: { allows: ["rollouts"], requires: { signature, builtFrom } } }, []);
    expect(problemsWith(true)).toEqual([]);
    expect(problemsWith(false)).toEqual([
      "targets.shop.requires.builtFrom: a list needs a signature, which proves it; set targets.shop.requires.signature: true",
    ]);
  });

  it("accept what may write the caches of the images that they accept", () => {
    const shop = { allows: ["rollouts"], requires: { signature: true, builtFrom: [`${git}/shop`] } };
    const deploying =
      (deployTo: readonly string[], ...trusted: readonly string[]) =>
      () =>
        tenancyEnvironment({
          targets: { shop },
          teams: {
            a: {
              deployTo,
              buildsImages: true,
              repositories: ["shop"],
              trustedRevisions: Object.fromEntries(trusted.map((each) => [each, ["main"]])),
            },
          },
        });
    expect(deploying(["shop"], `${git}/shop.git`)).not.toThrow();
    expect(deploying(["other"], `${git}/base`)).not.toThrow();
    expect(deploying(["shop"], `${git}/shop`, `${git}/base`)).toThrow(
      'teams.a.deployTo[0]: "shop" accepts no image built from https://git.example.com/base, but builds of it can ' +
        "write layers that the team's other images contain; add it to targets.shop.requires.builtFrom, or remove " +
        "it from teams.a.trustedRevisions",
    );
  });

  it("require approval of people who log in", () => {
    const target = { requires: { approval: { groups: ["releases"] } } };
    expect(problems({ shop: target }, ["shop"])).toEqual([]);
    const withoutLogin = () =>
      tenancyEnvironment({ targets: { shop: target }, login: {}, teams: { a: { deployTo: ["shop"] } } });
    expect(withoutLogin).toThrow(
      "targets.shop.requires.approval: a map needs people who log in; add sso to login.modes",
    );
  });

  it("name the same approvers for one team", () => {
    const by = (...groups: string[]) => ({ requires: { approval: { groups } } });
    const all = { live: by("b", "a"), beta: by("a", "b"), shop: by("c"), test: {} };
    expect(problems(all, ["live", "test", "beta"])).toEqual([]);
    expect(problems(all, ["live", "test", "shop"])).toEqual([
      'teams.a.deployTo[2]: "shop" requires approval by c, but live by a, b; all targets of a team that require ' +
        "approval must name the same groups",
    ]);
  });

  it("lead to different namespaces", () => {
    expect(problems({ live: { namespace: "shop" }, shop: {} }, ["live", "shop"])).toEqual([
      "targets.shop: a map leads to namespace shop, like target live; keep one",
    ]);
    expect(problems({ shop: {}, live: { namespace: "shop" } }, ["live", "shop"])).toEqual([
      'targets.live.namespace: "shop" leads to namespace shop, like target shop; keep one',
    ]);
  });

  it("are named, not their namespace", () => {
    expect(problems({ live: { namespace: "shop" } }, ["live", "shop"])).toEqual([
      `teams.a.deployTo[1]: "shop" is the namespace of target live; name the target`,
    ]);
  });

  it.each([
    ["default", "is reserved; deploy to a namespace of your application"],
    ["argo", "belongs to Argo itself; deploy to a namespace of your application"],
    ["team-a", "belongs to team a; deploy to a namespace of your application"],
  ])("don't hide the namespace %s", (namespace, reason) => {
    expect(problems({ live: { namespace } }, ["live"])).toEqual([
      `teams.a.deployTo[0]: "live" leads to namespace ${namespace}, which ${reason}`,
    ]);
  });

  it.each([
    ...["argocd", "cert-manager", "external-secrets", "flux-system", "gatekeeper-system"],
    ...["istio-system", "karpenter", "kyverno", "velero"],
  ])("are no control plane such as %s, unless they say so", (name) => {
    const refusal = [
      `teams.a.deployTo[0]: "${name}" belongs to a program that can change the whole cluster; deploy to a ` +
        `namespace of your application, or set targets.${name}.controlPlane: true`,
    ];
    expect(problems({}, [name])).toEqual(refusal);
    expect(problems({ [name]: {} }, [name])).toEqual(refusal);
    expect(problems({ [name]: { controlPlane: true } }, [name])).toEqual([]);
  });

  it("take as many teams as the owner's label can name", () => {
    const deploying = (...names: string[]) => {
      try {
        tenancyEnvironment({
          teams: Object.fromEntries(names.map((name) => [name, { deployTo: ["shop"] }])),
        });
        return [];
      } catch (error) {
        if (!(error instanceof EnvironmentFileError)) throw error;
        return error.problems.map((problem) => problem.replace(/^\S+ /, ""));
      }
    };
    const [one, other] = ["a".repeat(31), "b".repeat(32)];
    expect(deploying(one, "b".repeat(31))).toEqual([]);
    expect(deploying(one, other)).toEqual([
      `teams.${other}.deployTo[0]: "shop" needs the label aws-argo-infra/deployable-by: ${one}.${other} on namespace ` +
        "shop with 64 characters; the limit is 63, so let fewer teams deploy to it",
    ]);
  });

  it("don't call an ordinary namespace a control plane", () => {
    expect(problems({ shop: { controlPlane: true } }, ["shop"])).toEqual([
      "targets.shop.controlPlane: true has no effect: shop is none of argocd, cert-manager, external-secrets, " +
        "flux-system, gatekeeper-system, istio-system, karpenter, kyverno, velero; remove it",
    ]);
  });
});
