import { complaints, edited, type Edits } from "../../fixtures/environment-file";

/** The problems of the complete file after some edits. */
const complaintsWith = (edits: Edits) => complaints(edited(edits));

describe("network", () => {
  const on = { "archive.enabled": "true" };

  it("requires two database subnets while the archive is enabled", () => {
    const one = { "network.databaseSubnetIds": "[subnet-0123abcd]" };
    const two = { "network.databaseSubnetIds": "[subnet-0123abcd, subnet-0123abce]" };
    const message =
      "network.databaseSubnetIds: a list must name at least two subnets in different Availability Zones while archive.enabled is true";
    expect(complaintsWith({ ...on, ...two })).toEqual([]);
    expect(complaintsWith({ ...on, ...one })).toEqual([message]);
    expect(complaintsWith({ ...on, "network.databaseSubnetIds": undefined })).toEqual([
      message.replace("a list", "missing;"),
    ]);
    expect(complaintsWith(one)).toEqual([]);
  });
});

describe("network in the complete file", () => {
  it("is refused for every address as the VPC", () => {
    expect(complaints(edited({ "network.vpcCidrs": "[0.0.0.0/0]" }))).toEqual([
      'network.vpcCidrs[0]: "0.0.0.0/0" is wider than a private network; name the ranges of the VPC, each at most a /8',
    ]);
  });
});
