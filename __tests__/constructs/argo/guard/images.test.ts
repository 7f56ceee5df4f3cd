import { loadEnvironments } from "../../../../config/load";
import { repositoryPath } from "../../../../config/repository";
import { policiesOf } from "../../../../constructs/argo/guard/policies";

const [environment] = loadEnvironments(repositoryPath("__tests__", "fixtures", "environments")).filter(
  ({ name }) => name === "production",
);

/** A variable of the policy, for a registry that mirrors images, or one for each registry. */
function variable(name: string, registry?: string, registries: Record<string, string> = {}) {
  if (environment === undefined) throw new Error("there is no environment production");
  const policies = policiesOf({ ...environment, images: { registry, registries, requireDigests: false } });
  return policies.find((policy) => policy.name === "images")?.variables?.find((one) => one.name === name)
    ?.expression;
}

describe("images", () => {
  it("knows each team's repositories", () => {
    expect(variable("own")).toContain('"team-backend": "|backend/api|backend/worker|"');
  });

  it("knows what each team pulls from in the account's registry, and nothing of other accounts", () => {
    if (environment === undefined) throw new Error("there is no environment production");
    const arn = (account: string) => `arn:aws:ecr:eu-central-1:${account}:repository/base/${account[0]}`;
    const pullsFrom = ["platform/base", arn("333333333333"), arn("999999999999")];
    const teams = environment.teams.map((team) => (team.name === "data" ? { ...team, pullsFrom } : team));
    const policy = policiesOf({ ...environment, teams }).find(({ name }) => name === "images");
    expect(policy?.variables?.find(({ name }) => name === "own")?.expression).toContain(
      '"team-data": "|platform/base|base/3|"',
    );
  });

  it("opens the mirror below a path of the account's registry", () => {
    expect(variable("mirrors", "333333333333.dkr.ecr.eu-central-1.amazonaws.com/quay")).toBe('["quay/"]');
    expect(variable("shared", "333333333333.dkr.ecr.eu-central-1.amazonaws.com/quay")).toBe("[]");
  });

  it("opens the listed images only where the whole registry is the mirror", () => {
    const registry = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";
    expect(variable("mirrors", registry)).toBe("[]");
    expect(variable("shared", registry)).toContain('"argoproj/argoexec"');
    expect(variable("shared", registry)).not.toContain("frontend/web");
  });

  it("opens each path of the account's registry that takes the place of a public one", () => {
    const own = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";
    const caches = {
      "docker.io": `${own}/hub`,
      "quay.io": `${own}/quay`,
      "gcr.io": "registry.example.com/gcr",
    };
    expect(variable("mirrors", undefined, caches)).toBe('["hub/", "quay/"]');
    expect(variable("shared", undefined, caches)).toBe("[]");
    expect(variable("shared", undefined, { "quay.io": own })).toBe(
      '["argoproj/argo-workflows-crdinstaller", "argoproj/argocli", "argoproj/argoexec", "argoproj/workflow-controller"]',
    );
  });

  it("needs no list for a registry elsewhere", () => {
    expect(variable("shared", "registry.example.com")).toBe("[]");
  });
});
