import { violationsOf } from "../../../config/rules/index";
import { complaints, edited, type Edits, problems, rowOf } from "../../fixtures/environment-file";

const x = (length: number) => "x".repeat(length);

/** The problems of the complete file after some edits. */
const complaintsWith = (edits: Edits) => complaints(edited(edits));

describe("composed names", () => {
  const long = `a${x(29)}`;

  it("limits the access-log bucket to the 63 characters of S3", () => {
    expect(problems({ [`${long}.yaml`]: edited({ teams: "{}" }) })).toEqual([]);
    expect(problems({ [`${long}x.yaml`]: edited({ teams: "{}" }) })).toEqual([
      `${long}x.yaml:1:1 results in the S3 bucket ${long}x-argo-artifacts-logs-123456789012 with 64 characters; the limit is 63`,
    ]);
  });

  it("limits the log bucket of a state bucket that this environment creates", () => {
    const own = { "state.bootstrap": "local" };
    expect(complaintsWith({ ...own, "state.bucket": x(58) })).toEqual([]);
    expect(complaintsWith({ ...own, "state.bucket": x(59) })).toEqual([
      `state.bucket: "${x(59)}" results in the S3 bucket ${x(59)}-logs with 64 characters; the limit is 63`,
    ]);
    expect(complaintsWith({ "state.bootstrap": "none", "state.bucket": x(63) })).toEqual([]);
  });

  it("limits the artifact role to the 64 characters of IAM", () => {
    const content = (namespace: string) => edited({ "teams.backend.namespace": namespace });
    expect(problems({ [`${long}.yaml`]: content(x(18)) })).toEqual([]);
    const tooLong = content(x(19));
    expect(problems({ [`${long}.yaml`]: tooLong })).toEqual([
      `${long}.yaml:${rowOf(tooLong, `namespace: ${x(19)}`)}:16 teams.backend.namespace: "${x(19)}" results in the IAM role ${long}-argo-artifacts-${x(19)} with 65 characters; the limit is 64`,
    ]);
  });

  it("limits the release of a team's namespace to the 53 characters of Helm", () => {
    expect(complaintsWith({ "teams.backend.namespace": x(45) })).toEqual([]);
    expect(complaintsWith({ "teams.backend.namespace": x(46) })).toEqual([
      `teams.backend.namespace: "${x(46)}" results in the Helm release tenancy-${x(46)} with 54 characters; the limit is 53`,
      `teams.backend.namespace: "${x(46)}" results in the IAM role dev-argo-artifacts-${x(46)} with 65 characters; the limit is 64`,
    ]);
  });

  it("reports the team if the namespace comes from its name", () => {
    const team = `a${x(31)}`;
    const content = edited({ teams: `{ ${team}: {} }` });
    expect(problems({ [`${long}.yaml`]: content })).toEqual([
      `${long}.yaml:${rowOf(content, "teams:")}:${10 + team.length + 2} teams.${team}: a map results in the IAM role ${long}-argo-artifacts-team-${team} with ${30 + 16 + 37} characters; the limit is 64`,
    ]);
  });

  it("checks the names of IAM, RDS and Kubernetes even if the account is unknown", () => {
    const messages = (name: string) => violationsOf({ name }).map(({ message }) => message);
    const tooLong = (what: string, composed: string, max: number) =>
      `results in the ${what} ${composed} with ${composed.length} characters; the limit is ${max}`;
    expect(messages(x(40))).toEqual([]);
    expect(messages(x(41))).toEqual([
      tooLong("IAM role", `${x(41)}-argo-archive-monitoring`, 64),
      tooLong("RDS cluster", `${x(41)}-argo-archive`, 53),
    ]);
    expect(messages(x(48))).toHaveLength(2);
    expect(messages(x(49))).toContain(tooLong("IAM role", `${x(49)}-argo-controller`, 64));
    expect(messages(x(63))).toHaveLength(3);
    expect(messages(x(64))).toContain(tooLong("Kubernetes label value", x(64), 63));
  });
});
