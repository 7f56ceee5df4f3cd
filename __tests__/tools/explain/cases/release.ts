/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access -- a pull request changes the text anywhere */
import { readChart } from "../../../../config/chart";
import type { Case } from "../estate";
import { manifest, values } from "./edits";

/** Argo's release: login, ingress, versions, values and further objects. */
export const release: Case[] = [
  {
    change: "the load balancer faces the internet",
    file: { ingress: { scheme: "internet-facing", inboundCidrs: ["192.0.2.0/24"] } },
    stacks: ["workflows"],
    danger: [
      "The load balancer becomes reachable from the internet for 192.0.2.0/24; login by sso and client stays",
    ],
  },
  {
    change: "nobody has to log in",
    edit: ({ workflows }) =>
      values(workflows.resource.helm_release["argo-workflows"], (all) => {
        all.server.authModes = ["server"];
      }),
    stacks: ["workflows"],
    danger: ["Nobody has to log in any more", "People no longer log in with SSO"],
  },
  {
    change: "another identity provider",
    file: { login: { sso: { issuer: "https://login.example.org" } } },
    stacks: ["workflows"],
    danger: ["Another identity provider says who people are: https://login.example.org"],
  },
  {
    change: "people may run workflows of their own",
    file: { workflows: { templateReferencing: "none" } },
    stacks: ["workflows"],
    danger: ["People may run workflows of their own"],
  },
  {
    change: "a newer chart",
    edit: ({ workflows }) => {
      workflows.resource.helm_release["argo-workflows"].version = "99.0.0";
    },
    stacks: ["workflows"],
    check: [
      `Release argo-workflows is upgraded to chart version 99.0.0 (before: ${readChart().version}). Its pods restart`,
    ],
  },
  {
    change: "the chart comes from somewhere else, and a value from outside of the values",
    edit: ({ workflows }) => {
      const release = workflows.resource.helm_release["argo-workflows"];
      release.repository = "https://charts.example.net";
      release.set = [{ name: "server.authModes[0]", value: "server" }];
    },
    stacks: ["workflows"],
    danger: [
      "The chart of release argo-workflows comes from https://charts.example.net",
      "Release argo-workflows is also changed outside of its values",
    ],
  },
  {
    change: "values in another order",
    edit: ({ workflows }) =>
      values(workflows.resource.helm_release["argo-workflows"], (all) => {
        const { images } = all;
        delete all.images;
        all.images = images;
      }),
    stacks: ["workflows"],
    same: ["The values of release argo-workflows are written differently and say the same"],
  },
  {
    change: "a second object of a release changes next to a harmless one",
    edit: ({ tenancy }) => {
      const release = tenancy.resource.helm_release["argo-guard"];
      manifest(release, "validatingadmissionpolicy/argo-guard-pods", (object) => {
        object.spec.validations.push({ expression: "object.kind != 'x'", message: "No x." });
      });
      manifest(release, "validatingadmissionpolicybinding/argo-guard-images", (object) => {
        object.spec.paramRef = { name: "nothing", parameterNotFoundAction: "Allow" };
      });
    },
    stacks: ["tenancy"],
    check: ["ValidatingAdmissionPolicyBinding argo-guard-images changes in a way that no sentence explains"],
    note: ["they can only refuse more"],
  },
  {
    change: "an ingress class that wins over the ingress, and a token of a GitHub App with every right",
    edit: ({ workflows }) => {
      workflows.resource.helm_release["argo-secrets"].values.push(
        JSON.stringify({
          manifests: {
            class: {
              kind: "IngressClassParams",
              metadata: { name: "argo" },
              spec: { scheme: "internet-facing" },
            },
            token: {
              kind: "GithubAccessToken",
              metadata: { name: "app", namespace: "argo" },
              spec: { appID: "1" },
            },
          },
        }),
      );
    },
    stacks: ["workflows"],
    danger: [
      "Ingress class argo has group none, for ingresses of every namespace, and its own scheme, which win over the ingress",
      "The token app of GitHub App 1 gives every right of the App in every repository of its installation",
    ],
  },
  {
    change: "a chart that nobody knows",
    edit: ({ workflows }) => {
      workflows.resource.helm_release.agent = {
        name: "agent",
        namespace: "argo",
        chart: "agent",
        repository: "https://charts.example.net",
        version: "1.0.0",
      };
    },
    stacks: ["workflows"],
    danger: ["Release agent installs chart agent 1.0.0 from https://charts.example.net"],
  },
  {
    change: "a new account for everybody who logs in",
    edit: ({ workflows }) => {
      workflows.resource.kubernetes_service_account_v1.more = {
        metadata: {
          name: "argo-helper",
          namespace: "argo",
          annotations: {
            "workflows.argoproj.io/rbac-rule": "true",
            "workflows.argoproj.io/rbac-rule-precedence": "99",
          },
        },
      };
    },
    stacks: ["workflows"],
    danger: ["All people who can log in now act as argo/argo-helper"],
  },
];
