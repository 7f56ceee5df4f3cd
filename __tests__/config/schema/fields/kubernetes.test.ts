import { complaints, edited } from "../../../fixtures/environment-file";

describe("an IPv4 range", () => {
  const message = "must begin with the first address of the range, as 10.0.0.0/16 does";

  it("must begin with its first address", () => {
    expect(complaints(edited({ "cluster.serviceCidr": "10.100.0.1/16" }))).toEqual([
      `cluster.serviceCidr: "10.100.0.1/16" ${message}`,
    ]);
    expect(complaints(edited({ "network.vpcCidrs": "[10.0.0.0/8, 10.1.2.3/16]" }))).toEqual([
      `network.vpcCidrs[1]: "10.1.2.3/16" ${message}`,
    ]);
  });

  it("gets one line if it is no range at all", () => {
    expect(complaints(edited({ "network.vpcCidrs": "[10.0.0.0/33]" }))).toHaveLength(1);
  });
});
