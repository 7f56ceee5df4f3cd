import { violationsOf } from "../../../config/rules/index";
import { complaints, edited, type Edits, load, problems } from "../../fixtures/environment-file";

const x = (length: number) => "x".repeat(length);

/** What a complete file is told after some edits; the file is called dev.yaml. */
const told = (edits: Edits) => complaints(edited(edits));

describe("names that are composed", () => {
  const long = `a${x(29)}`;

  it("fit S3 at 63 characters: access-log bucket", () => {
    expect(problems({ [`${long}.yaml`]: edited({ teams: "{}" }) })).toEqual([]);
    expect(problems({ [`${long}x.yaml`]: edited({ teams: "{}" }) })).toEqual([
      `${long}x.yaml:1:1 results in the S3 bucket ${long}x-argo-artifacts-logs-123456789012 with 64 characters; the limit is 63`,
    ]);
  });

  it("fit S3 at 63 characters: log bucket of a state bucket that is made here", () => {
    const own = { "state.bootstrap": "local" };
    expect(told({ ...own, "state.bucket": x(58) })).toEqual([]);
    expect(told({ ...own, "state.bucket": x(59) })).toEqual([
      `state.bucket: "${x(59)}" results in the S3 bucket ${x(59)}-logs with 64 characters; the limit is 63`,
    ]);
    expect(told({ "state.bootstrap": "none", "state.bucket": x(63) })).toEqual([]);
  });

  it("fit IAM at 64 characters: artifact role", () => {
    const content = (namespace: string) => edited({ "teams.backend.namespace": namespace });
    expect(problems({ [`${long}.yaml`]: content(x(18)) })).toEqual([]);
    expect(problems({ [`${long}.yaml`]: content(x(19)) })).toEqual([
      `${long}.yaml:107:16 teams.backend.namespace: "${x(19)}" results in the IAM role ${long}-argo-artifacts-${x(19)} with 65 characters; the limit is 64`,
    ]);
  });

  it("fit Helm at 53 characters: release of a team's namespace", () => {
    expect(told({ "teams.backend.namespace": x(45) })).toEqual([]);
    expect(told({ "teams.backend.namespace": x(46) })).toEqual([
      `teams.backend.namespace: "${x(46)}" results in the Helm release tenancy-${x(46)} with 54 characters; the limit is 53`,
      `teams.backend.namespace: "${x(46)}" results in the IAM role dev-argo-artifacts-${x(46)} with 65 characters; the limit is 64`,
    ]);
  });

  it("are reported at the team if its name makes the namespace", () => {
    const team = `a${x(31)}`;
    expect(problems({ [`${long}.yaml`]: edited({ teams: `{ ${team}: {} }` }) })).toEqual([
      `${long}.yaml:105:${10 + team.length + 2} teams.${team}: a map results in the IAM role ${long}-argo-artifacts-team-${team} with ${30 + 16 + 37} characters; the limit is 64`,
    ]);
  });

  it("fit IAM, RDS and Kubernetes even when the account is unknown", () => {
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

describe("partitions", () => {
  const placed = (partition: string, region: string): Edits => ({
    region,
    "state.region": undefined,
    "state.roleArn": `arn:${partition}:iam::123456789012:role/a`,
    "deploy.roleArn": `arn:${partition}:iam::123456789012:role/a`,
    "iam.permissionsBoundaryArn": `arn:${partition}:iam::123456789012:policy/a`,
    certificateArn: `arn:${partition}:acm:${region}:123456789012:certificate/11111111-1111-1111-1111-111111111111`,
  });
  const places = [
    ["aws", "eu-central-1"],
    ["aws-cn", "cn-northwest-1"],
    ["aws-us-gov", "us-gov-east-1"],
  ] as const;

  it.each(places)("agree: %s in %s", (partition, region) => {
    const [environment] = load({ "dev.yaml": edited(placed(partition, region)) });
    expect(environment).toMatchObject({ region, partition: { name: partition }, state: { region } });
  });

  const fields = ["state.roleArn", "deploy.roleArn", "iam.permissionsBoundaryArn", "certificateArn"];
  it.each(
    places.flatMap(([partition, region]) => fields.map((field) => [field, partition, region] as const)),
  )("disagree: %s, another one than %s", (field, partition, region) => {
    const other = partition === "aws" ? "aws-cn" : "aws";
    const value = placed(partition, region)[field]?.replace(`arn:${partition}:`, `arn:${other}:`) ?? "";
    expect(told({ ...placed(partition, region), [field]: value })).toEqual([
      expect.stringMatching(
        new RegExp(`^${field}: ".* is in partition ${other}, but region ${region} is in ${partition}$`),
      ),
    ]);
  });

  it("disagree: the state's region", () => {
    expect(told({ "state.region": "cn-north-1" })).toEqual([
      'state.region: "cn-north-1" is in partition aws-cn, but region eu-central-1 is in aws',
    ]);
    expect(told({ "state.region": "us-east-1" })).toEqual([]);
  });

  it("demand a certificate of the same region", () => {
    const arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-1111-1111-111111111111";
    expect(told({ certificateArn: arn })).toEqual([
      `certificateArn: "${arn.slice(0, 76)}... is a certificate in us-east-1; a load balancer in eu-central-1 needs one in eu-central-1`,
    ]);
  });

  it("are not guessed while the region is wrong", () => {
    expect(
      told({ region: "moon-east-1", "deploy.roleArn": "arn:aws-cn:iam::123456789012:role/a" }),
    ).toHaveLength(1);
  });
});

describe("accounts", () => {
  it.each(["deploy.roleArn", "state.roleArn"])("of %s and environment are the same", (field) => {
    const whose =
      field === "deploy.roleArn" ? "the account of the environment" : "the account of the state bucket";
    expect(told({ [field]: "arn:aws:iam::999999999999:role/a" })).toEqual([
      `${field}: "arn:aws:iam::999999999999:role/a" belongs to account 999999999999, but ${whose} is 123456789012`,
    ]);
  });

  it("of permissions boundary and environment are the same", () => {
    expect(told({ "iam.permissionsBoundaryArn": "arn:aws:iam::999999999999:policy/a" })).toEqual([
      'iam.permissionsBoundaryArn: "arn:aws:iam::999999999999:policy/a" belongs to account 999999999999, but the account of the environment is 123456789012',
    ]);
  });

  it("of state and environment may differ, if the state's role is of the state's", () => {
    const elsewhere = { "state.account": '"999999999999"' };
    expect(told({ ...elsewhere, "state.roleArn": "arn:aws:iam::999999999999:role/a" })).toEqual([]);
    expect(told(elsewhere)).toEqual([
      'state.roleArn: "arn:aws:iam::123456789012:role/terraform-state" belongs to account 123456789012, but the account of the state bucket is 999999999999',
    ]);
  });

  it("of the state default to the environment's", () => {
    expect(
      told({ "state.account": undefined, "state.roleArn": "arn:aws:iam::999999999999:role/a" }),
    ).toHaveLength(1);
  });
});

describe("the archive", () => {
  const on = { "archive.enabled": "true" };

  it("may be as large at least as at most, not larger", () => {
    expect(told({ "archive.minCapacity": "4", "archive.maxCapacity": "4" })).toEqual([]);
    expect(told({ "archive.minCapacity": "4.5", "archive.maxCapacity": "4" })).toEqual([
      "archive.minCapacity: 4.5 is more than maxCapacity (4)",
    ]);
  });

  it("stands in two subnets or more while it is enabled", () => {
    const one = { "network.databaseSubnetIds": "[subnet-0123abcd]" };
    const two = { "network.databaseSubnetIds": "[subnet-0123abcd, subnet-0123abce]" };
    const message =
      "network.databaseSubnetIds: a list must name at least two subnets in different Availability Zones while archive.enabled is true";
    expect(told({ ...on, ...two })).toEqual([]);
    expect(told({ ...on, ...one })).toEqual([message]);
    expect(told({ ...on, "network.databaseSubnetIds": undefined })).toEqual([
      message.replace("a list", "missing;"),
    ]);
    expect(told(one)).toEqual([]);
  });

  it("is reached from a security group while it is enabled", () => {
    const none = { "cluster.securityGroupIds": "[]" };
    expect(told({ ...on, "cluster.securityGroupIds": "[sg-0123abcd]" })).toEqual([]);
    expect(told({ ...on, ...none })).toEqual([
      "cluster.securityGroupIds: a list must name the nodes' security groups while archive.enabled is true, or Argo can't reach the database",
    ]);
    expect(told(none)).toEqual([]);
  });

  const windows = (backup: string, maintenance: string) =>
    told({ "archive.backupWindow": `"${backup}"`, "archive.maintenanceWindow": `"${maintenance}"` });

  it("is backed up in 30 minutes or more", () => {
    expect(windows("01:00-01:30", "sun:04:30-sun:05:30")).toEqual([]);
    expect(windows("23:45-00:15", "sun:04:30-sun:05:30")).toEqual([]);
    for (const window of ["01:00-01:29", "23:45-00:14", "01:00-01:00"]) {
      expect(windows(window, "sun:04:30-sun:05:30")).toEqual([
        `archive.backupWindow: "${window}" must last at least 30 minutes`,
      ]);
    }
  });

  it("is maintained in 30 minutes to 24 hours", () => {
    expect(windows("03:00-04:00", "sun:04:30-sun:05:00")).toEqual([]);
    expect(windows("03:00-04:00", "sun:04:00-mon:03:00")).toEqual([]);
    expect(windows("03:00-04:00", "sun:04:30-sun:04:59")).toEqual([
      'archive.maintenanceWindow: "sun:04:30-sun:04:59" must last 30 minutes to 24 hours',
    ]);
    const day = 'archive.maintenanceWindow: "sun:04:00-mon:04:0';
    const overlaps = "overlaps backupWindow (03:00-04:00); AWS refuses that";
    expect(windows("03:00-04:00", "sun:04:00-mon:04:00")).toEqual([`${day}0" ${overlaps}`]);
    expect(windows("03:00-04:00", "sun:04:00-mon:04:01")).toEqual([
      `${day}1" must last 30 minutes to 24 hours`,
      `${day}1" ${overlaps}`,
    ]);
  });

  it("is never maintained while it is backed up", () => {
    expect(windows("23:30-00:30", "sun:00:00-sun:01:00")).toEqual([
      'archive.maintenanceWindow: "sun:00:00-sun:01:00" overlaps backupWindow (23:30-00:30); AWS refuses that',
    ]);
  });
});

describe("the state bucket that is made here", () => {
  it.each(["local", "s3"])("(%s) is in the environment's account and region", (bootstrap) => {
    const made = { "state.bootstrap": bootstrap };
    expect(told(made)).toEqual([]);
    expect(
      told({
        ...made,
        "state.account": '"999999999999"',
        "state.roleArn": "arn:aws:iam::999999999999:role/a",
      }),
    ).toEqual([
      `state.bootstrap: "${bootstrap}" can't create a bucket in account 999999999999; this environment deploys to 123456789012`,
    ]);
    expect(told({ ...made, "state.region": "us-east-1" })).toEqual([
      `state.bootstrap: "${bootstrap}" can't create a bucket in us-east-1; this environment deploys to eu-central-1`,
    ]);
  });

  it("has a key of its own", () => {
    const alias = { "state.kmsKeyAlias": "alias/dev-argo" };
    expect(told({ ...alias, "state.bootstrap": "local" })).toEqual([
      'state.kmsKeyAlias: "alias/dev-argo" is the alias of the key for artifacts; use another key for the state',
    ]);
    expect(told(alias)).toEqual([]);
  });
});

describe("the cluster", () => {
  it("names its OIDC provider for irsa, not for pod-identity", () => {
    const none = { "cluster.oidcProvider": undefined, login: undefined, "teams.backend.groups": undefined };
    expect(told({ ...none, "cluster.identity": "pod-identity" })).toEqual([]);
    const message = "cluster.oidcProvider: missing; must be set while cluster.identity is irsa";
    expect(told({ ...none, "cluster.identity": "irsa" })).toEqual([message]);
    expect(told({ ...none, "cluster.identity": undefined })).toEqual([message]);
  });
});
