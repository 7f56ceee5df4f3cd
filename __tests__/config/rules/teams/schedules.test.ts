import { complaints, edited } from "../../../fixtures/environment-file";

/** The problems of a schedule in the complete file. */
const complaintsOf = (fields: string, edits: Record<string, string> = {}) =>
  complaints(edited({ "teams.backend.schedules.nightly": `{ crons: [0 3 * * *], ${fields} }`, ...edits }));
const where = "teams.backend.schedules.nightly";
const checkout = "template: checkout, parameters: { git-repo: https://git.example.com/shop/api";

describe("schedules", () => {
  it("run a template of the library with its parameters", () =>
    expect(complaintsOf(`${checkout}, revision: main }`)).toEqual([]));

  it("run a cluster template of the platform, whose parameters nobody knows here", () => {
    expect(complaintsOf("template: own, parameters: { any: thing }")).toEqual([
      `${where}.template: "own" is no template of the library; list a ClusterWorkflowTemplate of your own in workflows.clusterTemplates`,
    ]);
    expect(
      complaintsOf("template: own, parameters: { any: thing }", { "workflows.clusterTemplates": "[own]" }),
    ).toEqual([]);
  });

  it("have every required parameter", () =>
    expect(complaintsOf("template: checkout")).toEqual([
      `${where}.parameters: missing; lacks git-repo, which checkout needs`,
    ]));

  it("have no other parameters", () =>
    expect(complaintsOf(`${checkout}, branch: main }`)).toEqual([
      expect.stringContaining(
        `${where}.parameters.branch: "main" is no parameter of checkout; it has git-repo, `,
      ),
    ]));

  it("have values that the template takes", () => {
    expect(complaintsOf("template: checkout, parameters: { git-repo: ssh://git.example.com/a }")).toEqual([
      expect.stringMatching(/parameters\.git-repo: "ssh:.*" must match \^https/),
    ]);
    const tests = "git-repo: https://git.example.com/a, test-image: 'golang:1.25', test-command: go test";
    expect(complaintsOf(`template: ci-test, parameters: { ${tests}, test-service: mysql }`)).toEqual([
      `${where}.parameters.test-service: "mysql" must be one of: none, postgres, redis`,
    ]);
  });
});
