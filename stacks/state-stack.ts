import { type App, TerraformOutput } from "cdktf";
import { stateLogBucketName } from "../config/aws-naming";
import type { Environment } from "../config/environment";
import { AccessLogBucket } from "../constructs/aws/access-log-bucket";
import { DataKey } from "../constructs/aws/data-key";
import { StateBucket } from "../constructs/aws/state-bucket";
import { ArgoStack } from "./base/argo-stack";

/** The bucket for the Terraform states of the environment, including the state of this stack after its migration. */
export class StateStack extends ArgoStack {
  constructor(app: App, environment: Environment) {
    super(app, "state", environment);
    const { state, artifacts } = environment;
    if (state.kmsKeyAlias === undefined)
      throw new Error("state.kmsKeyAlias must be set while this project creates the state bucket");
    const key = new DataKey(this, "state", {
      location: environment,
      alias: state.kmsKeyAlias,
      description: "Terraform state of Argo Workflows",
    });
    const accessLogs = new AccessLogBucket(this, "state-logs", {
      location: environment,
      name: stateLogBucketName(state.bucket),
      source: state.bucket,
      retentionDays: artifacts.accessLogDays,
    });
    const bucket = new StateBucket(this, "state-bucket", {
      location: environment,
      name: state.bucket,
      kmsKeyArn: key.arn,
      accessLogs,
    });
    new TerraformOutput(this, "state_bucket_name", { value: bucket.name });
  }
}
