import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeKubeconfig } from "./kubeconfig";
import type { Lab } from "./lab";
import { serviceAccountToken } from "./service-account-token";

/** The service account of one of Argo's programs. */
interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** The flag that makes a program use an account's token; `program` names the file. */
export async function loginOf(
  lab: Lab,
  account: Account,
  program: string,
): Promise<["--kubeconfig", string]> {
  const token = await serviceAccountToken(lab.api, account.namespace, account.name);
  const file = join(lab.folder, `${program}.kubeconfig`);
  return ["--kubeconfig", writeKubeconfig(file, lab.api.as({ token }), account.namespace)];
}

/** The variables that the identity webhook would add to a pod of this account. */
export async function awsEnvironment(
  { api, aws, folder }: Lab,
  { namespace, name }: Account,
): Promise<Record<string, string>> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`;
  const found = await api.get<{ metadata: { annotations?: Record<string, string> } }>(path);
  const role = found.metadata.annotations?.["eks.amazonaws.com/role-arn"];
  const variables = { AWS_REGION: aws.region, ...aws.endpointVariables };
  if (role === undefined) return variables;
  const file = join(folder, `${name}.web-identity-token`);
  writeFileSync(file, await serviceAccountToken(api, namespace, name, "sts.amazonaws.com"), { mode: 0o600 });
  return { ...variables, AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: file };
}
