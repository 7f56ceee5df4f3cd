import { container, team } from "./objects";

/** Templates that the team has in its namespace: every form in which one may hold code, or numbers. */
export const teamTemplates = [
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "WorkflowTemplate",
    metadata: { name: "report", namespace: team },
    spec: {
      entrypoint: "main",
      podMetadata: { labels: { part: "report" } },
      templates: [
        {
          name: "main",
          steps: [
            [
              {
                name: "write",
                template: "write",
                arguments: { parameters: [{ name: "count", value: "3" }] },
              },
              { name: "check", inline: { container } },
            ],
          ],
        },
        {
          name: "write",
          inputs: { parameters: [{ name: "count", default: "1" }] },
          container: {
            ...container,
            env: [{ name: "COUNT", value: "{{inputs.parameters.count}}" }],
            resources: { limits: { cpu: "0.5", memory: "1024Mi" } },
          },
        },
      ],
    },
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "WorkflowTemplate",
    metadata: { name: "others", namespace: team },
    spec: {
      entrypoint: "main",
      templates: [
        {
          name: "main",
          dag: {
            tasks: [
              { name: "report", templateRef: { name: "report", template: "main" } },
              {
                name: "each",
                template: "script",
                depends: "report",
                withItems: [1, "two"],
                hooks: { exit: { template: "script" } },
                arguments: { parameters: [{ name: "item", value: "{{item}}" }] },
              },
              {
                name: "checkout",
                templateRef: { name: "checkout", template: "main", clusterScope: true },
                arguments: { parameters: [{ name: "git-repo", value: "https://git.example.com/a" }] },
              },
            ],
          },
        },
        {
          name: "script",
          inputs: { parameters: [{ name: "item", value: "0" }] },
          script: { image: container.image, command: ["sh"], source: "echo" },
          sidecars: [{ name: "db", image: container.image, mirrorVolumeMounts: true }],
          outputs: { artifacts: [{ name: "out", path: "/tmp/out", archive: { none: {} } }] },
          retryStrategy: { limit: 2 },
        },
      ],
    },
  },
] as const;
