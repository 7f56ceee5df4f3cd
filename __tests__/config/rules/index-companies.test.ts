import { complaints, edited, problems } from "../../fixtures/environment-file";

/** Pairs of fields that contradict each other, or a value that AWS, Kubernetes or Argo refuse later. */
describe("an environment file", () => {
  it.each([
    [
      "Backstage's token without the mode that accepts it",
      { "backstage.enabled": "true", "login.modes": "[sso]", "login.sso.scopes": "[email]" },
      "login.modes: a list lacks client while backstage.enabled is true: Argo's server would refuse the token of Backstage; add client",
    ],
    [
      "a domain that begins with argo.",
      { domain: "argo.dev.acme.example" },
      'domain: "argo.dev.acme.example" results in the host argo.argo.dev.acme.example; write it without argo., which this project adds',
    ],
    [
      "an issuer with the path of its discovery document",
      { "login.sso.issuer": "https://a.example.com/x/.well-known/openid-configuration" },
      'login.sso.issuer: "https://a.example.com/x/.well-known/openid-configuration" ends in /.well-known/openid-configuration, which Argo adds itself; remove that',
    ],
    [
      "user information in a URL",
      { "login.sso.issuer": "https://login.example.com@evil.example/" },
      'login.sso.issuer: "https://login.example.com@evil.example/" has a host that isn\'t what it looks like; must be a URL that begins with https:// and has no query',
    ],
    [
      "a number that is an address",
      { "workflows.logLinkUrl": "https://0x7f.1/logs" },
      'workflows.logLinkUrl: "https://0x7f.1/logs" has a host that isn\'t what it looks like; must be a URL that begins with https://, without quotes or spaces; Argo fills in ${metadata.namespace} and ${metadata.name}',
    ],
    [
      "a group in both lists",
      { "login.sso.readerGroups": "[platform]" },
      'login.sso.readerGroups[0]: "platform" is in adminGroups too; keep one of them',
    ],
    [
      "the issuer of a cluster in another region",
      { "cluster.oidcProvider": "oidc.eks.us-east-1.amazonaws.com/id/A" },
      'cluster.oidcProvider: "oidc.eks.us-east-1.amazonaws.com/id/A" is the issuer of a cluster in us-east-1, but region is eu-central-1',
    ],
    [
      "a registry in another partition",
      { "images.registry": "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a" },
      'images.registry: "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a" is in partition aws-cn, but region eu-central-1 is in aws',
    ],
    [
      "a namespace with more workflows than the cluster",
      { "controller.namespaceParallelism": "21" },
      "controller.namespaceParallelism: 21 is more than the whole cluster can run at the same time (controller.parallelism: 20)",
    ],
    [
      "more running workflows than can exist",
      { "teams.backend.parallelism": "5", "teams.backend.quota.workflows": "4" },
      "teams.backend.parallelism: 5 is more than the number of workflows that can exist at the same time (quota.workflows: 4)",
    ],
    [
      "a service range that is too wide",
      { "cluster.serviceCidr": "0.0.0.0/0" },
      'cluster.serviceCidr: "0.0.0.0/0" must be a range from /12 to /28, such as 172.20.0.0/16',
    ],
    [
      "every address as the VPC",
      { "network.vpcCidrs": "[0.0.0.0/0]" },
      'network.vpcCidrs[0]: "0.0.0.0/0" is wider than a private network; name the ranges of the VPC, each at most a /8',
    ],
    [
      "a path that AWS reserves",
      { "iam.path": "/aws-service-role/x/" },
      'iam.path: "/aws-service-role/x/" begins with /aws-service-role/, which AWS reserves; choose another path',
    ],
    [
      "the artifacts' bucket for the state",
      { "state.bucket": "dev-argo-artifacts-123456789012" },
      'state.bucket: "dev-argo-artifacts-123456789012" leads to dev-argo-artifacts-123456789012, which is the bucket of the artifacts; use another bucket for the state',
    ],
    [
      "the artifacts' key for the state",
      { "state.kmsKeyAlias": "alias/dev-argo" },
      'state.kmsKeyAlias: "alias/dev-argo" is the alias of the key for artifacts; use another key for the state',
    ],
    [
      "the state's bucket for access logs",
      { "ingress.accessLogBucket": "example-terraform-state" },
      'ingress.accessLogBucket: "example-terraform-state" is the bucket of the Terraform state; name a bucket that only has logs of load balancers',
    ],
    [
      "a repository with its registry",
      {
        "teams.backend.repositories":
          "[123412341234.dkr.ecr.eu-west-1.amazonaws.com/search/indexer, node.js/app]",
      },
      'teams.backend.repositories[0]: "123412341234.dkr.ecr.eu-west-1.amazonaws.com/search/indexer" begins with a registry; remove it: search/indexer',
    ],
    [
      "a quota that is too small for a build",
      { "teams.backend.quota.cpu": '"2"' },
      'teams.backend.quota.cpu: "2" is less than a step that builds an image needs (4); raise it, or remove buildsImages',
    ],
    [
      "containers that are too small for a build",
      { "teams.backend.containers.max": "{ memory: 4Gi }" },
      'teams.backend.containers.max.memory: "4Gi" is less than a step that builds an image needs (8Gi); raise it, or remove buildsImages',
    ],
  ])("is refused for %s", (_, edits, complaint) => {
    expect(complaints(edited(edits))).toEqual([complaint]);
  });

  it("is refused if its groups don't fit into an annotation", () => {
    const groups = (team: number) =>
      Array.from({ length: 20 }, (_, index) => `g${team}-${index}-${"x".repeat(230)}`);
    const teams = Array.from(
      { length: 60 },
      (_, team) => `t${team}: { groups: [${groups(team).join(", ")}] }`,
    );
    expect(complaints(edited({ teams: `{ ${teams.join(", ")} }` }))).toEqual([
      expect.stringMatching(/^teams: a map with groups that take \d+ bytes in an annotation of Kubernetes/),
    ]);
  });

  it.each(["dev--blue", "sthree-dev"])("is refused if it is called %s", (name) => {
    expect(problems({ [`${name}.yaml`]: edited() })).toEqual([
      expect.stringMatching(`^${name}.yaml:1:1 has a name that .*; rename the file$`),
    ]);
  });
});
