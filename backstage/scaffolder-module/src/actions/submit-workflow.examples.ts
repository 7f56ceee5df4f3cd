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
    description: "Run a ClusterWorkflowTemplate in a team's namespace, and don't wait for it",
    example: stringify({ steps: [{ id: "build", name: "Build the image", action, input: build }] }),
  },
  {
    description: "Use values from a form, and list the run on a component's page",
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
          id: "log",
          name: "Log what was built",
          action: "debug:log",
          input: { message: "${{ steps.build.output.outputs.digest }}" },
        },
      ],
    }),
  },
  {
    description:
      "Run a team's own WorkflowTemplate on another instance, and terminate it if the task is canceled",
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
            generateName: "nightly-manual-",
            labels: { "example.com/reason": "manual" },
            wait: true,
            terminateOnAbort: true,
          },
        },
      ],
    }),
  },
];
