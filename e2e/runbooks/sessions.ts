import { roleArn } from "../../config/arns";
import { artifactBucketName, roleNames } from "../../config/aws-naming";
import { serviceAccounts } from "../../config/naming";
import { emulatedAccount } from "../lab/aws-emulator";
import { serviceAccountToken } from "../lab/service-account-token";
import type { Installation } from "./installation";

type Credentials = Readonly<Record<"AccessKeyId" | "SecretAccessKey" | "SessionToken", string>>;

/** What code in a pod can get hold of: a session of the pod's role, and one of the role for artifacts. */
export interface Sessions {
  /** Whether each session may list the team's own artifacts. */
  readonly list: () => Promise<readonly string[]>;
}

/** Begins both sessions, as Argo's executor does. @throws if AWS refuses */
export async function sessionsOf({ lab, stacks }: Installation, namespace: string): Promise<Sessions> {
  const { aws, api } = lab;
  const { environment } = stacks;
  const at = { account: emulatedAccount, region: aws.region };
  const session = async (operation: string, role: string, more: object, who?: Credentials) => {
    const parameters = { RoleArn: roleArn(environment, role), RoleSessionName: "runbook", ...more };
    const [answer] = await aws.calls(at, [{ service: "sts", operation, parameters }], variables(who));
    if (answer?.["Credentials"] === undefined)
      throw new Error(`AWS refused ${operation}: ${JSON.stringify(answer)}`);
    return answer["Credentials"] as Credentials;
  };
  const token = await serviceAccountToken(api, namespace, serviceAccounts.workflow, "sts.amazonaws.com");
  const pod = await session(
    "assume_role_with_web_identity",
    roleNames.executor(environment.name, namespace),
    { WebIdentityToken: token },
  );
  const artifacts = roleNames.artifacts(environment.name, namespace);
  const chained = await session("assume_role", artifacts, {}, pod);
  const bucket = artifactBucketName(environment);
  const calls = [
    // A session may always ask who it is, so this is asked for what the policy of the role grants.
    {
      who: pod,
      service: "sts",
      operation: "assume_role",
      parameters: { RoleArn: roleArn(environment, artifacts), RoleSessionName: "again" },
    },
    {
      who: chained,
      service: "s3",
      operation: "list_objects_v2",
      parameters: { Bucket: bucket, Prefix: `artifacts/${namespace}/` },
    },
  ];
  return {
    list: async () => {
      const answers: string[] = [];
      for (const { who, ...call } of calls) {
        const [answer] = await aws.calls(at, [call], variables(who));
        answers.push((answer?.["error"] as string | undefined) ?? "allowed");
      }
      return answers;
    },
  };
}

function variables(who?: Credentials): Record<string, string> {
  return who === undefined
    ? {}
    : {
        AWS_ACCESS_KEY_ID: who.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: who.SecretAccessKey,
        AWS_SESSION_TOKEN: who.SessionToken,
      };
}
