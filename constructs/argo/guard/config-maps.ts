import {
  artifactRepositories,
  cacheSettings,
  notificationSettings,
  signingSettings,
  targetsConfigMap,
  vulnerabilityDatabases,
} from "../../../config/naming";
import { isController, isPlatform } from "./callers";
import type { Policy } from "./policy";

const repositoryNote = "workflows.argoproj.io/default-artifact-repository";
const type = "workflows.argoproj.io/configmap-type";

/**
 * ConfigMaps that steer workflows: where artifacts are, whose signatures count, what scans know, where messages
 * go, what earlier runs are said to have put out, and the values of arguments.
 */
export function configMaps(namespaces: readonly string[]): Policy {
  return {
    name: "config-maps",
    namespaces,
    resources: [{ apiGroups: [""], resources: ["configmaps"], operations: ["CREATE", "UPDATE"] }],
    variables: [
      { name: "labels", expression: "dyn(object).metadata.?labels.orValue({})" },
      {
        name: "oldLabels",
        expression: "request.operation == 'UPDATE' ? dyn(oldObject).metadata.?labels.orValue({}) : dyn({})",
      },
      { name: "notes", expression: "dyn(object).metadata.?annotations.orValue({})" },
    ],
    validations: [
      {
        expression: `object.metadata.?name.orValue('') != '${targetsConfigMap}' || ${isPlatform}`,
        message: "Only the platform says what a target demands. Leave this ConfigMap as it is.",
      },
      {
        expression: `(object.metadata.?name.orValue('') != '${artifactRepositories.configMap}' && !('${repositoryNote}' in variables.notes)) || ${isPlatform}`,
        message:
          "Only the platform sets where a namespace keeps its artifacts. Leave this ConfigMap as it is.",
      },
      {
        expression: `object.metadata.?name.orValue('') != '${signingSettings}' || ${isPlatform}`,
        message: `Only the platform sets which keys sign images and whose signatures count. Give your ConfigMap another name than ${signingSettings}.`,
      },
      {
        expression: `object.metadata.?name.orValue('') != '${cacheSettings}' || ${isPlatform}`,
        message: `Only the platform sets whose builds write caches. Give your ConfigMap another name than ${cacheSettings}.`,
      },
      {
        expression: `object.metadata.?name.orValue('') != '${notificationSettings}' || ${isPlatform}`,
        message: `Only the platform sets where messages link to and whom they reach. Give your ConfigMap another name than ${notificationSettings}.`,
      },
      {
        expression: `object.metadata.?name.orValue('') != '${vulnerabilityDatabases}' || ${isPlatform}`,
        message: `Only the platform sets where scans get their vulnerability databases. Give your ConfigMap another name than ${vulnerabilityDatabases}.`,
      },
      {
        expression:
          `(variables.labels[?'${type}'].orValue('') != 'Cache' && variables.oldLabels[?'${type}'].orValue('') != 'Cache') || ` +
          `${isController} || ${isPlatform}`,
        message: `Only the controller writes what steps have put out before. Remove the label ${type}, or its value Cache.`,
      },
      {
        expression:
          `variables.labels[?'${type}'].orValue('') != 'Parameter' || ` +
          "dyn(object).?data.orValue({}).all(k, v, !v.contains('{{'))",
        message:
          "A ConfigMap with parameters contains {{. Give the values themselves: arguments are not evaluated.",
      },
    ],
  };
}
