import type { Construct } from "constructs";
import { signingKeyAlias } from "../../config/aws-naming";
import type { Environment, Team } from "../../config/environment";
import { builderId, signingSettings } from "../../config/naming";
import { PlatformParameters, type PlatformParametersProps } from "./platform-parameters";

export interface SigningSettingsProps extends PlatformParametersProps {
  readonly environment: Pick<Environment, "name" | "domain">;
  readonly team: Pick<Team, "name" | "namespace" | "signing">;
}

/** Tells the templates `sign` and `verify` which keys count in a namespace. */
export class SigningSettings extends PlatformParameters {
  constructor(scope: Construct, id: string, props: SigningSettingsProps) {
    const { environment, team } = props;
    const { namespace, signing } = team;
    const builder = builderId(environment, namespace);
    const own = signing.enabled ? keyUri(signingKeyAlias(environment.name, namespace)) : "";
    const trusted = Object.entries(signing.trusts).map(([other, arn]) => [other, keyUri(arn)]);
    super(scope, id, props, {
      configMap: signingSettings,
      address: "signing",
      data: {
        builder,
        key: own,
        keys: JSON.stringify(Object.fromEntries([...(own === "" ? [] : [[builder, own]]), ...trusted])),
      },
    });
  }
}

/** A KMS key as cosign names it, by alias or ARN. */
function keyUri(key: string): string {
  return `awskms:///${key}`;
}
