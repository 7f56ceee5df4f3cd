/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access -- a pull request changes the text anywhere */
import type { Case } from "../estate";
import { manifest } from "./edits";

/** Templates of the library. */
export const templates: Case[] = [
  {
    change: "a comment and other white space in a manifest",
    edit: ({ tenancy }) => {
      const release = tenancy.resource.helm_release["team-data"];
      release.values = release.values.map((text: string) => `# looks important\n${text}\n`);
    },
    stacks: ["tenancy"],
    same: ["The values of release tenancy-team-data are written differently and say the same"],
    never: [/DANGER|may now/],
  },
  {
    change: "a check of a template is gone",
    edit: ({ templates }) =>
      manifest(
        templates.resource.helm_release["argo-templates"],
        "clusterworkflowtemplate/scan",
        (object) => {
          object.spec.templates[0].steps.shift();
        },
      ),
    stacks: ["templates"],
    danger: ["Template scan no longer runs validate-parameters"],
  },
  {
    change: "a check of a template gets other arguments",
    edit: ({ templates }) =>
      manifest(
        templates.resource.helm_release["argo-templates"],
        "clusterworkflowtemplate/scan",
        (object) => {
          object.spec.templates[0].steps[0][0].arguments.parameters[1].value = "{}";
        },
      ),
    stacks: ["templates"],
    danger: ["Step main/validate of template scan gives other arguments to validate-parameters"],
  },
  {
    change: "a template runs as root, in another image",
    edit: ({ templates }) =>
      manifest(
        templates.resource.helm_release["argo-templates"],
        "clusterworkflowtemplate/scan",
        (object) => {
          object.spec.templates[1].script.securityContext = { privileged: true };
          object.spec.templates[1].script.image = "docker.io/aquasec/trivy:latest";
        },
      ),
    stacks: ["templates"],
    danger: [
      "The container of template scan (scan) has other rights",
      "runs image docker.io/aquasec/trivy:latest",
    ],
  },
  {
    change: "a comment in a script",
    edit: ({ templates }) =>
      manifest(
        templates.resource.helm_release["argo-templates"],
        "clusterworkflowtemplate/scan",
        (object) => {
          const { script } = object.spec.templates[1];
          script.source = `${script.source as string}\n# the end\n`.replace(/\n\n# the end/, "\n# the end");
        },
      ),
    stacks: ["templates"],
    note: ["Only lines that begin with # change in the script of template scan"],
    never: ["The program of template"],
  },
];
