import { complaints, edited, type Edits } from "../../fixtures/environment-file";

/** What the author of a complete file is told after some edits. */
const told = (edits: Edits) => complaints(edited(edits));

describe("network", () => {
  const on = { "archive.enabled": "true" };

  it("requires two database subnets while the archive is enabled", () => {
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
});
