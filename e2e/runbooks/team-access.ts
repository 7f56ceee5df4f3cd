import { teamLabel } from "../../config/annotations";
import { serviceAccounts } from "../../config/naming";
import { serviceAccountToken } from "../lab/service-account-token";
import type { Installation } from "./installation";
import { target, team } from "./objects";

interface Token {
  readonly account: string;
  readonly token: string;
}

/** A token of each account of the team, and the one in the Secret. */
export async function tokensOf({ lab }: Installation): Promise<Token[]> {
  const { items } = await lab.api.get<{ items: { metadata: { name: string } }[] }>(
    `/api/v1/namespaces/${team}/serviceaccounts?labelSelector=${encodeURIComponent(teamLabel)}`,
  );
  const made = items
    .map(({ metadata }) => metadata.name)
    .map(async (account) => ({
      account,
      token: await serviceAccountToken(lab.api, team, account),
    }));
  const path = `/api/v1/namespaces/${team}/secrets/argo-submitter.service-account-token`;
  const { data } = await lab.api.get<{ data: { token: string } }>(path);
  const token = Buffer.from(data.token, "base64").toString();
  return [...(await Promise.all(made)), { account: "argo-submitter", token }];
}

/** Whether the API server knows each token. */
export async function statesOf({ lab }: Installation, tokens: readonly Token[]): Promise<string[]> {
  return Promise.all(
    tokens.map(async ({ token }) => {
      const review = { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { token } };
      const { status } = await lab.api.post<{ status: { authenticated?: boolean } }>(
        "/apis/authentication.k8s.io/v1/tokenreviews",
        review,
      );
      return status.authenticated === true ? "valid" : "401";
    }),
  );
}

const group = (resource: string): string =>
  ({ workflows: "argoproj.io", workflowtaskresults: "argoproj.io", deployments: "apps", jobs: "batch" })[
    resource
  ] ?? "";

const questions = [
  ...["create workflows", "get workflows", "patch workflows", "create workflowtaskresults", "get secrets"],
  ...["create pods", "get pods", "get configmaps"],
].map((each) => [...each.split(" "), team]);
const aboutTarget = ["patch deployments", "create jobs", "get pods"].map((each) => [
  ...each.split(" "),
  target,
]);

/** `yes` or `no` for each account of the team, and the portal's, and each thing that it could do. */
export async function answersOf({ lab }: Installation): Promise<string[]> {
  const accounts = ["default", ...Object.values(serviceAccounts)].map((name) => `${team}:${name}`);
  const asked = [...accounts, `argo:argo-backstage-${team}`].flatMap((account) =>
    [...questions, ...aboutTarget].map(([verb, resource = "", namespace]) => ({
      user: `system:serviceaccount:${account}`,
      groups: ["system:serviceaccounts", `system:serviceaccounts:${account.split(":")[0] ?? ""}`],
      resourceAttributes: { verb, resource, namespace, group: group(resource) },
    })),
  );
  return Promise.all(
    asked.map(async (spec) => {
      const review = { apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", spec };
      const path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
      const { status } = await lab.api.post<{ status: { allowed: boolean } }>(path, review);
      return status.allowed ? "yes" : "no";
    }),
  );
}
