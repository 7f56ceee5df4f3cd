import type { TemplateExample } from "@backstage/plugin-scaffolder-node";
import { stringify } from "yaml";

const action = "argo:workflow:submit";
const build = {
  namespace: "team-backend",
  template: "build-docker-image",
  parameters: { "git-repo": "https://github.com/example/shop.git", "image-name": "backend/shop" },
};

export const examples: TemplateExample[] = [
  {
    description: "Run a ClusterWorkflowTemplate in a team's namespace and go on at once",
    example: stringify({ steps: [{ id: "build", name: "Build the image", action, input: build }] }),
  },
  {
    description: "Take everything from a form, and list the run on the page of a component",
    example: stringify({
      steps: [
        {
          id: "build",
          name: "Build the image",
          action,
          input: {
            namespace: "${{ parameters.namespace }}",
            template: "build-docker-image",
            entity: "${{ parameters.component }}",
            parameters: {
              "git-repo": "${{ parameters['git-repo'] }}",
              "image-name": "${{ parameters['image-name'] }}",
              "scan-image": "${{ parameters['scan-image'] }}",
            },
          },
        },
      ],
    }),
  },
  {
    description: "Wait for the workflow, and use one of its outputs in the next step",
    example: stringify({
      steps: [
        {
          id: "build",
          name: "Build the image",
          action,
          input: { ...build, wait: true, timeoutSeconds: 1800 },
        },
        {
          id: "say",
          name: "Say what was built",
          action: "debug:log",
          input: { message: "${{ steps.build.output.outputs.digest }}" },
        },
      ],
    }),
  },
  {
    description:
      "Run a WorkflowTemplate of the team's own on another instance, and end it if the task is cancelled",
    example: stringify({
      steps: [
        {
          id: "nightly",
          name: "Run the nightly job now",
          action,
          input: {
            instance: "staging",
            namespace: "team-data",
            kind: "WorkflowTemplate",
            template: "nightly",
            generateName: "nightly-by-hand-",
            labels: { "example.com/reason": "by-hand" },
            wait: true,
            terminateOnAbort: true,
          },
        },
      ],
    }),
  },
];
