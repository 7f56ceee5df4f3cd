import { notesOf } from "../../config/notes";
import { environment } from "../fixtures/synthesis";

const notes = (archive: object, retentionDays: number) =>
  notesOf(environment({ archive, artifacts: { retentionDays } }));

const notesWith = (changes: Record<string, unknown>) =>
  notesOf(environment({ archive: { enabled: false }, ...changes }));

describe("notes about an environment", () => {
  it("say that archived workflows outlive their logs", () => {
    expect(notes({ enabled: true, ttlDays: 90 }, 30)).toEqual([
      "environments/test.yaml: archive.ttlDays keeps workflows for 90 days, but artifacts.retentionDays deletes their logs and artifacts after 30: older workflows are shown without them. To keep both as long, raise artifacts.retentionDays or lower archive.ttlDays",
    ]);
    expect(notes({ enabled: true, ttlDays: 90 }, 90)).toEqual([]);
    expect(notes({ enabled: false }, 7)).toEqual([]);
  });

  it("say that no team deploys to a target", () => {
    const deploying = (to: string) =>
      notesWith({ targets: { shoop: { frozen: "inventory" } }, teams: { data: { deployTo: [to] } } });
    expect(deploying("shop")).toEqual([
      "environments/test.yaml: targets.shoop has no effect: no team deploys to it. If deployTo of a team means it, write the same name",
    ]);
    expect(deploying("shoop")).toEqual([]);
    const elsewhere = {
      targets: { shop: { namespace: "shop-eu" } },
      teams: { data: { deployTo: ["shop"] } },
    };
    expect(notesWith(elsewhere)).toEqual([]);
  });

  it("say that archived workflows outlive the logs of a team", () => {
    const keeping = (retentionDays: number, changes: Record<string, unknown> = {}) =>
      notesWith({
        archive: { enabled: true, ttlDays: 60 },
        artifacts: { retentionDays: 90 },
        teams: { data: { retentionDays } },
        ...changes,
      });
    expect(keeping(30)).toEqual([
      "environments/test.yaml: teams.data.retentionDays deletes logs and artifacts after 30 days, but archive.ttlDays keeps workflows for 60: older workflows of the team are shown without them",
    ]);
    expect(keeping(60)).toEqual([]);
    expect(keeping(7, { archive: { enabled: false } })).toEqual([]);
    // The note about artifacts.retentionDays says it.
    expect(keeping(30, { artifacts: { retentionDays: 45 } })).toEqual([
      expect.stringContaining("artifacts.retentionDays deletes their logs and artifacts after 45"),
    ]);
  });

  it("say that nothing uses the certificate", () => {
    const certificateArn =
      "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
    expect(notesWith({ certificateArn })).toEqual([
      "environments/test.yaml: certificateArn has no effect while ingress.enabled is false",
    ]);
    expect(notesWith({ certificateArn, ingress: { enabled: true } })).toEqual([]);
  });

  it("say that a team is kept out of a portal that isn't there", () => {
    const teams = { data: { backstage: false } };
    expect(notesWith({ teams })).toEqual([
      "environments/test.yaml: teams.data.backstage has no effect while backstage.enabled is false",
    ]);
    expect(notesWith({ teams, backstage: { enabled: true } })).toEqual([]);
  });

  it("say that a team's containers are too small for a form", () => {
    const notesFor = (changes: Record<string, unknown>) =>
      notesWith({
        backstage: { enabled: true },
        teams: { data: { quota: { cpu: "2", memory: "4Gi" } } },
        ...changes,
      });
    const note = (builds: string) =>
      `environments/test.yaml: teams.data: a step of ${builds} needs more than a container of the team can have, so its form in Backstage fails. Raise the team's quota or containers.max, or lower workflows.sizes`;
    expect(notesFor({})).toEqual([note("build-java-maven or build-node-pnpm")]);
    const sizes = { "build-java-maven": { cpu: "2", memory: "4Gi" } };
    expect(notesFor({ workflows: { sizes } })).toEqual([note("build-node-pnpm")]);
    expect(notesFor({ teams: { data: { quota: { cpu: "4", memory: "6Gi" } } } })).toEqual([]);
    expect(notesFor({ backstage: { enabled: false } })).toEqual([]);
  });

  it.each([
    ["cpu", { cpu: "5" }, true],
    ["memory", { memory: "9Gi" }, true],
    ["ephemeralStorage", { ephemeralStorage: "21Gi" }, true],
    ["nothing", { cpu: "4", memory: "8Gi", ephemeralStorage: "20Gi" }, false],
  ])("say that a form needs too much: %s", (_, size, noted) => {
    const max = { cpu: "4", memory: "8Gi" };
    const notesFor = (team: object) =>
      notesWith({
        backstage: { enabled: true },
        workflows: { sizes: { "build-java-maven": size } },
        // A size that no team has is refused.
        teams: { data: { containers: { max, ephemeralStorage: { max: "20Gi" } }, ...team }, large: {} },
      });
    expect(notesFor({})).toHaveLength(noted ? 1 : 0);
    expect(notesFor({ backstage: false })).toEqual([]);
  });
});
