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

describe("network.proxy", () => {
  const proxy = (text: string) => complaints(edited({ "network.proxy": text }));

  it("can be in the VPC, or in ranges of its own", () => {
    expect(proxy('{ url: "http://proxy.example.com:3128" }')).toEqual([]);
    expect(proxy('{ url: "http://10.1.2.3:3128" }')).toEqual([]);
    expect(proxy('{ url: "http://192.0.2.7:3128", cidrs: [192.0.2.0/28] }')).toEqual([]);
  });

  it.each([
    [
      "an address that no policy opens",
      '{ url: "http://192.0.2.7:3128" }',
      'url: "http://192.0.2.7:3128" is in none of vpcCidrs, so no pod could call it; set network.proxy.cidrs',
    ],
    [
      "an address outside its ranges",
      '{ url: "http://192.0.2.7:3128", cidrs: [198.51.100.0/24] }',
      'url: "http://192.0.2.7:3128" is in none of cidrs, so no pod could call it; set network.proxy.cidrs',
    ],
    [
      "every address",
      '{ url: "http://proxy.example.com:3128", cidrs: [0.0.0.0/0] }',
      `cidrs[0]: "0.0.0.0/0" is wider than a private network; name the proxy's ranges`,
    ],
    [
      "link-local addresses",
      '{ url: "http://proxy.example.com:3128", cidrs: [169.254.1.0/24] }',
      `cidrs[0]: "169.254.1.0/24" has link-local addresses only; name the proxy's ranges`,
    ],
  ])("is refused for %s", (_, text, complaint) => {
    expect(proxy(text)).toEqual([`network.proxy.${complaint}`]);
  });
});

describe("network in the complete file", () => {
  it("is refused for every address as the VPC", () => {
    expect(complaints(edited({ "network.vpcCidrs": "[0.0.0.0/0]" }))).toEqual([
      'network.vpcCidrs[0]: "0.0.0.0/0" is wider than a private network; name the ranges of the VPC, each at most a /8',
    ]);
  });

  it.each([
    ["every address as outside", "0.0.0.0/0", "is every address, which is the default; remove egressCidrs"],
    [
      "the instance metadata as outside",
      "169.254.169.254/32",
      "has link-local addresses only, such as the instance metadata service; remove it",
    ],
    [
      "a part of the VPC as outside",
      "10.1.0.0/16",
      "has no effect: it is in 10.0.0.0/8 of vpcCidrs, which pods can call already; remove it",
    ],
  ])("is refused for %s", (_, range, message) => {
    expect(complaints(edited({ "network.egressCidrs": `[192.0.2.0/24, ${range}]` }))).toEqual([
      `network.egressCidrs[1]: "${range}" ${message}`,
    ]);
  });
});
