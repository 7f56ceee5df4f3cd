/* eslint-disable @typescript-eslint/no-unsafe-member-access -- a pull request changes the text anywhere */
import type { Case } from "../estate";
import { manifest } from "./edits";

/** What nobody is told of any more. */
export const alerts: Case[] = [
  {
    change: "the alerts are turned off",
    file: { monitoring: { rules: false, runbookUrl: null } },
    stacks: ["workflows"],
    check: ["Nobody is told of alert ArgoApiFails, "],
    never: ["kind that this project doesn't install"],
  },
  {
    change: "an alert no longer wakes anybody",
    edit: ({ workflows }) => {
      manifest(
        workflows.resource.helm_release["argo-rules"],
        "prometheusrule/argo/argo-control-plane",
        (object) => {
          object.spec.groups[0].rules[0].labels.severity = "day";
        },
      );
    },
    stacks: ["workflows"],
    check: ["The urgency of alert ArgoNoLeader is day (before: page)"],
    never: ["Nobody is told"],
  },
  {
    change: "an alert waits for what never happens",
    edit: ({ workflows }) => {
      manifest(
        workflows.resource.helm_release["argo-rules"],
        "prometheusrule/argo/argo-control-plane",
        (object) => {
          object.spec.groups[0].rules[0].for = "30d";
        },
      );
    },
    stacks: ["workflows"],
    check: ["The condition of rule ArgoNoLeader changes"],
    never: ["The urgency of alert"],
  },
  {
    change: "an alarm begins later",
    edit: ({ storage }) => {
      storage.resource.aws_cloudwatch_metric_alarm["archive-down"].evaluation_periods = 500;
    },
    stacks: ["storage"],
    check: ["The condition of alarm production-argo-archive-down changes"],
    never: ["Another topic"],
  },
  {
    change: "alarms go to another topic",
    file: { monitoring: { alarmTopicArn: "arn:aws:sns:eu-central-1:333333333333:other" } },
    stacks: ["storage"],
    check: ["Another topic is told of alarm production-argo-archive-capacity, "],
  },
  {
    change: "nobody is told of alarms",
    file: { monitoring: { alarmTopicArn: null } },
    stacks: ["storage"],
    check: ["production-argo-archive-transaction-ids will be destroyed: nobody is told what it watches"],
  },
];
