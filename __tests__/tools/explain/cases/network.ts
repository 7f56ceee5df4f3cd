/* eslint-disable @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access -- a pull request changes the text anywhere */
import type { Case } from "../estate";

/** Who may connect to what. */
export const network: Case[] = [
  {
    change: "the whole world may connect to the database",
    edit: ({ storage }) => {
      const [rule] = Object.values<Record<string, unknown>>(
        storage.resource.aws_vpc_security_group_ingress_rule,
      );
      delete rule?.referenced_security_group_id;
      Object.assign(rule ?? {}, { cidr_ipv4: "0.0.0.0/0" });
    },
    stacks: ["storage"],
    danger: ["Everybody in the world may now connect to port 5432 of the database"],
  },
  {
    change: "pods of a team may reach a database",
    file: { teams: { data: { egress: [{ cidrs: ["10.20.30.40/32"], ports: [5432] }] } } },
    stacks: ["tenancy"],
    check: ["Workflow pods of team-data may now reach 10.20.30.40/32 on 5432/TCP"],
    never: ["team-ml"],
  },
  {
    change: "egress is open",
    edit: ({ tenancy }) => {
      const rule = tenancy.resource.kubernetes_network_policy_v1["team-data_https"].spec.egress[0];
      delete rule.ports;
      delete rule.to;
    },
    stacks: ["tenancy"],
    danger: ["Workflow pods of team-data may now reach everything on every port"],
  },
  {
    change: "pods may reach the metadata service of their node",
    edit: ({ tenancy }) => {
      delete tenancy.resource.kubernetes_network_policy_v1["team-ml_https"].spec.egress[0].to[0].ip_block
        .except;
    },
    stacks: ["tenancy"],
    danger: ["Workflow pods of team-ml may now reach the internet (0.0.0.0/0) on 443/TCP"],
    never: ["no longer"],
  },
  {
    change: "default deny is gone",
    edit: ({ tenancy }) => {
      delete tenancy.resource.kubernetes_network_policy_v1["team-ml_default-deny"];
    },
    stacks: ["tenancy"],
    danger: ["Nothing refuses incoming connections of pods in team-ml any more"],
  },
  {
    change: "a network policy in another order",
    edit: ({ tenancy }) => {
      const { spec } = tenancy.resource.kubernetes_network_policy_v1["team-ml_dns"];
      spec.egress[0].ports.reverse();
      spec.egress[0].to.reverse();
    },
    stacks: ["tenancy"],
    same: ["Network policy dns of team-ml is written differently and allows the same"],
    never: [/may now|may no longer/],
  },
];
