import { complaints, edited } from "../../fixtures/environment-file";

const complaintsWith = (values: string) => complaints(edited({ argo: `{ values: ${values} }` }));

describe("argo.values", () => {
  it("refuses variables of a proxy that network.proxy sets", () =>
    expect(
      complaints(
        edited({
          "network.proxy": '{ url: "http://10.0.0.1:3128" }',
          "argo.values": '{ server: { extraEnv: [{ name: NO_PROXY, value: "a" }] } }',
        }),
      ),
    ).toEqual(["argo.values.server.extraEnv: a list has NO_PROXY, which network.proxy sets; remove it"]));

  it("refuses a proxy through which Argo would call the API server", () => {
    const through = (direct: string) =>
      complaintsWith(
        `{ server: { extraEnv: [{ name: HTTPS_PROXY, value: "http://proxy.example.com:3128" }, { name: NO_PROXY, value: "${direct}" }] } }`,
      );
    expect(through("172.20.0.0/16,.svc,169.254.170.23,.example.com")).toEqual([]);
    expect(through("172.20.0.0/16")).toEqual([
      "argo.values.server.extraEnv: a list sends calls of the API server and of AWS' agents to the proxy; add .svc,169.254.170.23 to NO_PROXY",
    ]);
  });

  it("refuses a variable twice", () =>
    expect(
      complaintsWith(
        "{ controller: { extraEnv: [{ name: CRON_SYNC_PERIOD, value: 1s }, { name: CRON_SYNC_PERIOD, value: 2s }] } }",
      ),
    ).toEqual(["argo.values.controller.extraEnv: a list has CRON_SYNC_PERIOD twice; keep one of them"]));

  it.each(["app.kubernetes.io/name", "app", "aws-argo-infra/team"])("refuses the label %s", (key) =>
    expect(complaintsWith(`{ server: { podLabels: { ${key}: a } } }`)).toEqual([
      `argo.values.server.podLabels.${key}: "a" is a label that the chart may set; use one with a prefix of your own, such as example.com/team`,
    ]),
  );

  it.each([
    ["{ controller: { replicas: 2 } }", "controller.replicas: unknown key; set controller.replicas"],
    ["{ server: { sso: {} } }", "server.sso: unknown key; set login.sso"],
    [
      "{ server: { extraArgs: [--auth-mode=server] } }",
      "server.extraArgs: unknown key; arguments of the server can turn off its protections",
    ],
    ["{ artifactRepository: {} }", "artifactRepository: unknown key; set artifacts"],
  ])("refuses %s, and names the field", (values, complaint) =>
    expect(complaintsWith(values)).toEqual([`argo.values.${complaint}`]),
  );
});
