/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access -- a pull request changes the text anywhere */
import type { Case } from "../estate";

/** Namespaces, quotas and schedules of teams, and their targets. */
export const teams: Case[] = [
  {
    change: "a larger quota",
    file: { teams: { ml: { quota: { cpu: "120" } } } },
    stacks: ["tenancy"],
    check: ["Pods of team-ml get 120 CPU (before: 80): it can cost more"],
    never: ["team-data"],
  },
  {
    change: "the same quota in another unit",
    edit: ({ tenancy }) => {
      tenancy.resource.kubernetes_resource_quota_v1["team-ml"].spec.hard["requests.cpu"] = "80000m";
    },
    stacks: ["tenancy"],
    same: ["The quota of team-ml is written differently and is the same"],
    never: [/it can cost|CPU \(before/],
  },
  {
    change: "a namespace accepts privileged pods",
    edit: ({ tenancy }) => {
      tenancy.resource.kubernetes_namespace_v1["team-ml"].metadata.labels[
        "pod-security.kubernetes.io/enforce"
      ] = "privileged";
    },
    stacks: ["tenancy"],
    danger: ["Namespace team-ml accepts privileged pods: they own the node (before: restricted)"],
  },
  {
    change: "a team goes",
    file: { teams: { integrations: null } },
    stacks: ["tenancy"],
    danger: ["Namespace team-integrations will be destroyed: data loss"],
  },
  {
    change: "a new team",
    file: { teams: { web: {} } },
    stacks: ["tenancy"],
    note: [
      "Namespace team-web is created",
      "The guard also looks at team-web with policy argo-guard-accounts",
    ],
    never: [/data loss|The logic of/],
  },
  {
    change: "a schedule",
    file: {
      teams: {
        data: {
          schedules: {
            nightly: {
              template: "run-load-tests",
              crons: ["0 3 * * *"],
              timezone: "Europe/Berlin",
              parameters: {
                "git-repo": "https://git.example.com/data/load",
                "script-path": "load.js",
                "target-url": "https://data.example.com",
              },
            },
          },
        },
      },
    },
    stacks: ["templates"],
    check: ["now runs in team-data by itself at"],
  },
  {
    change: "a target demands fewer approvals",
    edit: ({ tenancy }) => {
      const map = tenancy.resource.kubernetes_config_map_v1["team-backend_targets"];
      map.data["demands.backend"] = JSON.stringify({
        signature: false,
        repositories: [],
        approvals: 0,
        groups: "",
      });
    },
    stacks: ["tenancy"],
    danger: ["Deployments of team-backend to backend demand nothing (before: 2 approvals by releases)"],
  },
];
