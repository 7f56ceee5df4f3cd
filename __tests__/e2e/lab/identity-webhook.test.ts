import { identityPatch } from "../../../e2e/lab/identity-webhook";

const aws = { region: "eu-west-1", endpointVariables: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" } };
const pod = {
  metadata: { name: "p", namespace: "n", uid: "u" },
  spec: { containers: [{ name: "main", image: "i", env: [{ name: "AWS_REGION", value: "own" }] }] },
};

describe("identityPatch", () => {
  const patch = identityPatch(pod, "arn:aws:iam::123456789012:role/r", aws) as {
    path: string;
    value: object;
  }[];

  it("adds a token for STS to the pod and mounts it into every container", () => {
    expect(patch.map(({ path }) => path)).toEqual(["/spec/volumes", "/spec/containers"]);
    expect(patch[0]?.value).toEqual([
      {
        name: "aws-iam-token",
        projected: {
          sources: [
            {
              serviceAccountToken: { audience: "sts.amazonaws.com", expirationSeconds: 86400, path: "token" },
            },
          ],
        },
      },
    ]);
    expect(patch[1]?.value).toMatchObject([
      {
        volumeMounts: [
          {
            name: "aws-iam-token",
            mountPath: "/var/run/secrets/eks.amazonaws.com/serviceaccount",
            readOnly: true,
          },
        ],
      },
    ]);
  });

  it("adds role, token file and region, and keeps the container's own values", () => {
    const [{ env }] = patch[1]?.value as [{ env: { name: string; value: string }[] }];
    expect(env.filter(({ name }) => name === "AWS_REGION")).toEqual([{ name: "AWS_REGION", value: "own" }]);
    expect(env).toContainEqual({ name: "AWS_ROLE_ARN", value: "arn:aws:iam::123456789012:role/r" });
    expect(env).toContainEqual({
      name: "AWS_WEB_IDENTITY_TOKEN_FILE",
      value: "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
    });
  });
});
