import type { Construct } from "constructs";
import type { Environment } from "../../../config/environment";
import { WorkloadIdentity, type WorkloadIdentityProps } from "../../../constructs/aws/workload-identity";
import { policyAt } from "../../fixtures/policies";
import { environment, parsed, resource } from "../../fixtures/synthesis";

describe("WorkloadIdentity", () => {
  const permissions = [
    { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::example/*"] },
  ] as const;
  const props: WorkloadIdentityProps = {
    ...from(environment()),
    name: "test-argo-executor-team-data",
    description: "Workflow pods of team data",
    serviceAccounts: { namespace: "team-data", names: ["argo-workflow"] },
    permissions,
  };
  const add =
    (changes: Partial<WorkloadIdentityProps> = {}) =>
    (scope: Construct) => {
      new WorkloadIdentity(scope, "executor", { ...props, ...changes });
    };
  const trust = (place: Environment) =>
    policyAt(parsed(add(from(place))), "aws_iam_role", "executor", "assume_role_policy").Statement;
  const podIdentity = environment({ cluster: { identity: "pod-identity", oidcProvider: undefined } });

  it("gives its permissions to the role", () => {
    expect(resource(parsed(add()), "aws_iam_role", "executor")).toMatchObject({
      name: "test-argo-executor-team-data",
      description: "Workflow pods of team data",
    });
    expect(resource(parsed(add()), "aws_iam_role_policy", "executor")).toMatchObject({
      name: "executor",
      role: "${aws_iam_role.executor.id}",
    });
    expect(policyAt(parsed(add()), "aws_iam_role_policy", "executor").Statement).toEqual(permissions);
  });

  it("has no policy without permissions, because IAM refuses an empty one", () => {
    expect(parsed(add({ permissions: [] })).resource).not.toHaveProperty("aws_iam_role_policy");
  });

  it("trusts one service account of the cluster's OIDC provider (IRSA)", () => {
    expect(trust(environment())).toEqual([
      {
        Sid: "ServiceAccountOfTheCluster",
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/oidc.example.com/id/EXAMPLE" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "oidc.example.com/id/EXAMPLE:aud": "sts.amazonaws.com",
            "oidc.example.com/id/EXAMPLE:sub": "system:serviceaccount:team-data:argo-workflow",
          },
        },
      },
    ]);
  });

  it("trusts one service account of one cluster (Pod Identity)", () => {
    expect(trust(podIdentity)).toEqual([
      {
        Sid: "PodIdentityOfTheCluster",
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "123456789012",
            "aws:RequestTag/kubernetes-namespace": "team-data",
            "aws:RequestTag/kubernetes-service-account": "argo-workflow",
          },
          ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-central-1:123456789012:cluster/example" },
        },
      },
    ]);
  });

  it("is associated with its service account only with Pod Identity, never in both ways", () => {
    expect(resource(parsed(add(from(podIdentity))), "aws_eks_pod_identity_association", "executor")).toEqual({
      cluster_name: "example",
      namespace: "team-data",
      service_account: "argo-workflow",
      role_arn: "${aws_iam_role.executor.arn}",
    });
    expect(parsed(add()).resource).not.toHaveProperty("aws_eks_pod_identity_association");
  });

  it("trusts several service accounts of a namespace, and is associated with each", () => {
    const serviceAccounts = { namespace: "team-data", names: ["a", "b"] } as const;
    const json = parsed(add({ serviceAccounts }));
    expect(policyAt(json, "aws_iam_role", "executor", "assume_role_policy").Statement).toMatchObject([
      {
        Condition: {
          StringEquals: {
            "oidc.example.com/id/EXAMPLE:sub": [
              "system:serviceaccount:team-data:a",
              "system:serviceaccount:team-data:b",
            ],
          },
        },
      },
    ]);
    const associated = parsed(add({ ...from(podIdentity), serviceAccounts }));
    expect(associated.resource.aws_eks_pod_identity_association).toMatchObject({
      "executor-a": { service_account: "a" },
      "executor-b": { service_account: "b" },
    });
    expect(policyAt(associated, "aws_iam_role", "executor", "assume_role_policy").Statement).toMatchObject([
      { Condition: { StringEquals: { "aws:RequestTag/kubernetes-service-account": ["a", "b"] } } },
    ]);
  });

  it("needs the OIDC provider for IRSA", () => {
    const cluster = { ...environment().cluster, oidcProvider: undefined };
    expect(() => trust({ ...environment(), cluster })).toThrow(
      "cluster.oidcProvider must be set while cluster.identity is irsa",
    );
  });

  it("uses your organization's path and permissions boundary", () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const iam = { path: "/argo/", permissionsBoundaryArn };
    expect(resource(parsed(add(from(environment({ iam })))), "aws_iam_role", "executor")).toMatchObject({
      path: "/argo/",
      permissions_boundary: permissionsBoundaryArn,
    });
    const free = resource(parsed(add()), "aws_iam_role", "executor");
    expect(free).toMatchObject({ path: "/" });
    expect(free).not.toHaveProperty("permissions_boundary");
  });

  it("accepts a policy of 10,240 characters and refuses one of 10,241, with a fix", () => {
    const ofLength = (length: number) => {
      const empty = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ ...permissions[0], Resource: "" }],
      });
      return [{ ...permissions[0], Resource: "x".repeat(length - empty.length) }];
    };
    expect(() => parsed(add({ permissions: ofLength(10_240) }))).not.toThrow();
    expect(() => parsed(add({ permissions: ofLength(10_241) }))).toThrow(
      "role test-argo-executor-team-data needs a policy of 10241 characters; IAM allows 10240. " +
        "List fewer ECR repositories",
    );
  });

  it.each([
    ["cn-north-1", "arn:aws-cn"],
    ["us-gov-west-1", "arn:aws-us-gov"],
  ])("trusts principals of the partition of %s", (region, arn) => {
    expect(trust(environment({ region }))[0]?.Principal).toEqual({
      Federated: `${arn}:iam::123456789012:oidc-provider/oidc.example.com/id/EXAMPLE`,
    });
    const cluster = { identity: "pod-identity" };
    expect(trust(environment({ region, cluster }))[0]?.Condition?.ArnEquals).toEqual({
      "aws:SourceArn": `${arn}:eks:${region}:123456789012:cluster/example`,
    });
  });
});

function from(environment: Environment) {
  return { location: environment, cluster: environment.cluster, iam: environment.iam };
}
