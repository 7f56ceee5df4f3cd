import { proxyVariables } from "../../../config/values/proxy-variables";
import { environment } from "../../fixtures/synthesis";

const url = "http://proxy.example.com:3128";
const variables = (network: Record<string, unknown>) =>
  Object.fromEntries(proxyVariables(environment({ network })).map(({ name, value }) => [name, value]));

describe("proxyVariables", () => {
  it("are none without a proxy", () => expect(variables({})).toEqual({}));

  it("have both spellings, and call the cluster, the VPC and AWS' agents directly", () => {
    const direct =
      "localhost,127.0.0.1,.svc,.cluster.local,172.20.0.1,172.20.0.0/16,169.254.170.23,169.254.169.254,169.254.0.0/16," +
      "10.1.0.0/16,git.example.com,.amazonaws.com";
    const proxy = { url, noProxy: ["git.example.com", ".amazonaws.com"] };
    expect(variables({ vpcCidrs: ["10.1.0.0/16"], proxy })).toEqual({
      ...{ HTTP_PROXY: url, http_proxy: url, HTTPS_PROXY: url, https_proxy: url },
      ...{ NO_PROXY: direct, no_proxy: direct },
    });
  });
});
