import * as naming from "../../config/naming";
import { edited, load } from "../fixtures/environment-file";

const elsewhere = { region: "eu-west-1", certificateArn: undefined, ingress: "{ enabled: false }" };
const [environment] = load({ "dev.yaml": edited(elsewhere) });
if (!environment) throw new Error("the complete file has an environment");

describe("names", () => {
  it("depend only on the environment", () => {
    expect({
      stacks: naming.stackNames.map((stack) => naming.stackId("dev", stack)),
      server: [naming.serverHost(environment), naming.inClusterUrl],
      release: naming.tenancyRelease("team-a"),
    }).toEqual({
      stacks: [
        "dev-argo-state",
        "dev-argo-storage",
        "dev-argo-iam",
        "dev-argo-tenancy",
        "dev-argo-workflows",
        "dev-argo-templates",
      ],
      server: ["argo.dev.example.com", "http://argo-workflows-server.argo.svc.cluster.local:2746"],
      release: "tenancy-team-a",
    });
  });
});
