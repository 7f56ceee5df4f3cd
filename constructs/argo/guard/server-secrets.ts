import { controlPlaneNamespace, serviceAccounts } from "../../../config/naming";
import { userOf } from "./callers";
import { text } from "./cel";
import type { Policy } from "./policy";

/** Where Argo's server keeps the key of its session cookies; it makes the Secret itself (argo-workflows: server/auth/sso). */
export const sessionKeySecret = "sso";

/** The one Secret that Argo's server creates: RBAC can't bind a create to a name. */
export function serverSecrets(): Policy {
  return {
    name: "server-secrets",
    namespaces: [controlPlaneNamespace],
    resources: [{ apiGroups: [""], resources: ["secrets"], operations: ["CREATE"] }],
    conditions: [
      {
        name: "argo-server",
        expression: `request.userInfo.username == ${text(userOf(controlPlaneNamespace, serviceAccounts.server))}`,
      },
    ],
    validations: [
      {
        expression: `object.metadata.?name.orValue('') == '${sessionKeySecret}' && object.?type.orValue('Opaque') == 'Opaque'`,
        message: `Argo's server creates the Secret ${sessionKeySecret} of type Opaque, and no other.`,
      },
    ],
  };
}
