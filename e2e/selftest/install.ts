import type { ArgoInstallation } from "../lab/argo";
import type { Lab } from "../lab/lab";
import { installation } from "./installation";
import type { Team } from "./team";

/** Creates a bucket, a role for each team and its own prefix, and the installation that uses them. */
export async function installSelftest(
  lab: Lab,
  namespaces: readonly string[] = ["team-a", "team-b"],
): Promise<{ bucket: string; installation: ArgoInstallation }> {
  const bucket = "argo-artifacts";
  await lab.aws.createBucket(bucket);
  const teams: Team[] = [];
  for (const namespace of namespaces) {
    const Resource = `arn:aws:s3:::${bucket}/artifacts/${namespace}/*`;
    const policy = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource }],
    };
    const role = {
      name: namespace,
      serviceAccount: `${namespace}:argo-workflow`,
      issuer: lab.issuer,
      policy,
    };
    teams.push({ namespace, roleArn: await lab.aws.createRole(role) });
  }
  await lab.aws.enforceIam(true);
  const s3Endpoint = new URL(lab.aws.endpoint).host;
  const props = { teams, bucket, region: lab.aws.region, s3Endpoint, database: lab.archive.login };
  return { bucket, installation: installation(props) };
}
