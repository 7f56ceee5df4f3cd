import { complaints, edited, type Edits } from "../../fixtures/environment-file";
import { existingDatabaseEdits } from "../../fixtures/existing-database";

/** The complete file without Backstage, after some edits. */
const without = (edits: Edits) => complaints(edited({ backstage: "{ enabled: false }", ...edits }));

describe("a setting of something that is switched off", () => {
  it.each([
    ["archive.readers", "2", "archive.enabled is false"],
    ["archive.ttlDays", "365", "archive.enabled is false"],
    ["archive.login", "iam", "archive.enabled is false"],
    ["monitoring.serviceMonitorLabels", "{ release: a }", "monitoring.serviceMonitor is false"],
    ["monitoring.ruleLabels", "{ release: a }", "monitoring.rules is false"],
    ["monitoring.runbookUrl", "https://git.example.com/runbooks", "monitoring.rules is false"],
    ["monitoring.alarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:a", "archive.enabled is false"],
  ])("is refused: %s", (field, value, why) => {
    expect(without({ [field]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${field}: .* has no effect while ${why}; remove it$`)),
    ]);
  });

  it("is refused for alarms of a database that somebody else watches", () => {
    const topic = { "monitoring.alarmTopicArn": "arn:aws:sns:eu-central-1:123456789012:a" };
    expect(without({ ...existingDatabaseEdits, ...topic })).toEqual([
      expect.stringMatching(
        /^monitoring\.alarmTopicArn: .* has no effect while archive\.database is set: its owner watches it; remove it$/,
      ),
    ]);
    expect(without({ "archive.enabled": "true", ...topic })).toEqual([]);
  });

  it.each([
    ["namespace", "portal"],
    ["terminate", "true"],
    ["userClaim", "subject"],
  ])("is refused for Backstage: %s", (field, value) => {
    expect(without({ backstage: `{ enabled: false, ${field}: ${value} }` })).toEqual([
      expect.stringMatching(
        `^backstage\\.${field}: .* has no effect while backstage.enabled is false; remove it$`,
      ),
    ]);
  });

  it("is refused in the ingress", () => {
    const on = without({ ingress: "{ enabled: true, scheme: internal, deletionProtection: true }" });
    expect(on).toEqual([]);
    expect(without({ ingress: "{ enabled: false, scheme: internal, deletionProtection: true }" })).toEqual([
      "ingress.deletionProtection: true has no effect while ingress.enabled is false; remove it",
    ]);
  });

  it("is refused for tokens that nobody has", () => {
    const nobody = { login: undefined, targets: undefined, "teams.backend.groups": undefined };
    expect(without({ "tokens.version": "2" })).toEqual([]);
    expect(without({ ...nobody, "tokens.version": "2" })).toEqual([
      "tokens.version: 2 has no effect while backstage.enabled is false and login.sso isn't set: there is no such token; remove it",
    ]);
  });

  it("can say its default", () => {
    expect(without({ archive: "{ enabled: false, readers: 1, engineVersion: '16' }" })).toEqual([]);
  });
});
