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
  });
});
