import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { notificationSettings, serverUrl } from "../../config/naming";
import { PlatformParameters, type PlatformParametersProps } from "./platform-parameters";

export interface NotificationSettingsProps extends PlatformParametersProps {
  readonly environment: Pick<Environment, "domain">;
}

/** Tells the template `notify` where a person sees the workflow that a message is about. */
export class NotificationSettings extends PlatformParameters {
  constructor(scope: Construct, id: string, props: NotificationSettingsProps) {
    super(scope, id, props, {
      configMap: notificationSettings,
      address: "notifications",
      data: { server: serverUrl(props.environment) },
    });
  }
}
