import { loadEnvironments } from "../../../../config/load";
import { repositoryPath } from "../../../../config/repository";
import { policiesOf } from "../../../../constructs/argo/guard/policies";

const [environment] = loadEnvironments(repositoryPath("__tests__", "fixtures", "environments")).filter(
  ({ name }) => name === "production",
);

/** A variable of the policy, for a registry that mirrors images. */
function variable(name: string, registry?: string): string | undefined {
  if (environment === undefined) throw new Error("there is no environment production");
  const policies = policiesOf({ ...environment, images: { registry, requireDigests: false } });
  return policies.find((policy) => policy.name === "images")?.variables?.find((one) => one.name === name)
    ?.expression;
}

describe("images", () => {
  it("knows each team's repositories", () => {
    expect(variable("own")).toContain('"team-backend": "|backend/api|backend/worker|"');
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

  it("needs no list for a registry elsewhere", () => {
    expect(variable("shared", "registry.example.com")).toBe("[]");
  });
});
