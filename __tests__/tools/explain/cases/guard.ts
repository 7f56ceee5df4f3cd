/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access -- a pull request changes the text anywhere */
import type { Case } from "../estate";
import { manifest } from "./edits";

/** The guard at the API server. */
export const guard: Case[] = [
  {
    change: "the guard only records",
    file: { guard: { mode: "audit" } },
    stacks: ["tenancy"],
    danger: [
      "By policy argo-guard-accounts, argo-guard-applications",
      "the guard only records what it finds (audit): it refuses nothing any more",
    ],
    never: ["no sentence explains"],
  },
  {
    change: "one guard policy is off",
    edit: ({ tenancy }) => {
      const release = tenancy.resource.helm_release["argo-guard"];
      release.values = release.values.filter(
        (text: string) => !text.includes("\n  validatingadmissionpolicybinding/argo-guard-pods:\n"),
      );
    },
    stacks: ["tenancy"],
    danger: ["By policy argo-guard-pods, the guard looks at nothing any more (removed)"],
  },
  {
    change: "a guard policy ignores its own failure",
    edit: ({ tenancy }) =>
      manifest(
        tenancy.resource.helm_release["argo-guard"],
        "validatingadmissionpolicy/argo-guard-images",
        (object) => {
          object.spec.failurePolicy = "Ignore";
        },
      ),
    stacks: ["tenancy"],
    danger: ["By policy argo-guard-images, the guard only records"],
  },
  {
    change: "a rule of the guard is always true",
    edit: ({ tenancy }) =>
      manifest(
        tenancy.resource.helm_release["argo-guard"],
        "validatingadmissionpolicy/argo-guard-accounts",
        (object) => {
          object.spec.validations[0].expression = `true || ${object.spec.validations[0].expression as string}`;
        },
      ),
    stacks: ["tenancy"],
    danger: ["Guard policy argo-guard-accounts has a rule that is always true"],
  },
  {
    change: "a guard policy skips a namespace",
    edit: ({ tenancy }) =>
      manifest(
        tenancy.resource.helm_release["argo-guard"],
        "validatingadmissionpolicybinding/argo-guard-accounts",
        (object) => {
          object.spec.matchResources.namespaceSelector.matchExpressions[0].values.pop();
        },
      ),
    stacks: ["tenancy"],
    danger: ["The guard no longer looks at team-ml with policy argo-guard-accounts"],
  },
];
