import {
  callerAccounts,
  controlPlaneNamespace,
  portalAccount,
  serviceAccounts,
} from "../../../config/naming";
import { text } from "./cel";
import type { Named } from "./policy";

/** The sender of a request, as CEL. */

/** User name of a service account. */
export function userOf(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

export const controller = userOf(controlPlaneNamespace, serviceAccounts.controller);

export const isController = `request.userInfo.username == ${text(controller)}`;

/** Rules about a workflow's status don't hold for the controller, which writes it. */
export const notTheController: Named = { name: "not-the-controller", expression: `!(${isController})` };

/**
 * The platform: a caller who may change the guard itself, which is who installs it, and the administrators who log in
 * by SSO.
 */
export const isPlatform =
  `request.userInfo.username == ${text(userOf(controlPlaneNamespace, callerAccounts.admin))} || ` +
  "authorizer.group('admissionregistration.k8s.io').resource('validatingadmissionpolicies').check('update').allowed()";

/** Kubernetes' own controllers, such as the garbage collector, which takes its finalizers away. */
export const isKubernetes = "request.userInfo.username.startsWith('system:serviceaccount:kube-system:')";

/** Argo's server, for a person who logged in by SSO: the accounts whose tokens nobody else has. */
export const isLogin =
  `request.userInfo.username in [${text(userOf(controlPlaneNamespace, callerAccounts.admin))}, ` +
  [serviceAccounts.submitter, serviceAccounts.approver]
    .map((name) => `'system:serviceaccount:' + request.namespace + ':${name}'`)
    .join(", ") +
  "]";

/** Backstage, with its account for the namespace of the request. */
export const isPortal = `request.userInfo.username == ${text(userOf(controlPlaneNamespace, portalAccount("")))} + request.namespace`;

/** The deploy steps of any team: rollouts, syncs and charts. */
export const isDeployer: Named = {
  name: "deployer",
  expression: `request.userInfo.username.matches('^system:serviceaccount:[^:]+:(${serviceAccounts.deployer}|${serviceAccounts.installer})$')`,
};
