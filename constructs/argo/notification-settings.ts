import type { Construct } from "constructs";
import { type AccountAndRegion, serviceEndpoint } from "../../config/arns";
import { artifactBucketName } from "../../config/aws-naming";
import type { Environment, Team } from "../../config/environment";
import { notificationSettings, serverUrl } from "../../config/naming";
import { PlatformParameters, type PlatformParametersProps } from "./platform-parameters";

export interface NotificationSettingsProps extends PlatformParametersProps {
  readonly environment: AccountAndRegion & Pick<Environment, "name" | "domain" | "artifacts">;
  readonly team: Pick<Team, "name" | "namespace" | "notifications">;
}

/** Tells the template `notify` where a person sees the workflow, which results the team is told about, and its topic. */
export class NotificationSettings extends PlatformParameters {
  constructor(scope: Construct, id: string, props: NotificationSettingsProps) {
    const { environment, team } = props;
    const { when, topicArn } = team.notifications;
    const url = (service: string, region = environment.region) =>
      `https://${serviceEndpoint({ ...environment, region }, service)}`;
    super(scope, id, props, {
      configMap: notificationSettings,
      address: "notifications",
      data: {
        server: serverUrl(environment),
        when,
        ...(topicArn !== undefined && { topic: topicArn, sns: url("sns", topicArn.split(":")[3]) }),
        ...((topicArn !== undefined || when === "change") && { sts: url("sts") }),
        ...(when === "change" && {
          s3: url("s3"),
          bucket: artifactBucketName(environment),
          region: environment.region,
        }),
      },
    });
  }
}
