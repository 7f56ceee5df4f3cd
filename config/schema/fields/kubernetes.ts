import { z } from "zod";
import { beginsAtFirstAddress } from "../../values/address-range";
import type { Resources } from "../../values/container-sizes";
import { list, section, text, wholeNumber } from "./basic";

/** Kubernetes names and quantities, in the forms that people usually write. */

export const namespaceName = text(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "must be a Kubernetes namespace: at most 63 lowercase letters, digits and hyphens",
);

/** The name of an object that isn't in a namespace (Kubernetes: DNS subdomain name). */
export const objectName = (what: string) =>
  text(
    /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    `must be the name of ${what}: lowercase letters, digits, hyphens and dots`,
  );

export const cpuQuantity = text(
  /^[1-9]\d{0,5}m?$/,
  'must be an amount of CPU in quotes, such as "20" or "500m"',
);

export const byteQuantity = text(
  /^[1-9]\d{0,5}(Mi|Gi|Ti)$/,
  "must be a whole number with the unit Mi, Gi or Ti, such as 40Gi",
);

const range = /^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)\/([0-9]|[12]\d|3[0-2])$/;

/** An IPv4 range that is written with its first address, as in AWS. */
export const cidr = text(range, "must be an IPv4 range such as 10.0.0.0/16").refine(
  (value) => !range.test(value) || beginsAtFirstAddress(value),
  { error: "must begin with the first address of the range, as 10.0.0.0/16 does" },
);

const labelName = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;
const labelText = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;

const labelMap = (what: string) =>
  z.record(
    text(labelName, "must be a label key such as karpenter.sh/capacity-type"),
    text(labelText, "must be a label value: at most 63 letters, digits and . _ -"),
    { error: `must be a map of ${what}` },
  );

/** Labels that a node must have. */
export const nodeSelector = labelMap("node labels");

/** Labels of an object. */
export const labels = labelMap("labels");

/** Tolerations of a pod. */
export const tolerations = list(
  section({
    key: text(labelName, "must be the key of a taint such as workload").describe("Key of the taint"),
    value: text(labelText, "must be the value of a taint: at most 63 letters, digits and . _ -")
      .optional()
      .describe("Value of the taint. Default: every value is tolerated"),
    effect: z
      .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"], {
        error: "must be one of: NoSchedule, PreferNoSchedule, NoExecute",
      })
      .optional()
      .describe("Effect of the taint. Default: every effect is tolerated"),
  }),
  { min: 0, max: 20 },
  "must be a list of tolerations",
);

/** A time in seconds. */
export const seconds = (min: number, max: number) => wholeNumber(min, max, "seconds");

/** CPU and memory of a container: what a node reserves for it, and the most that it can take. */
export const resources = (usual: Resources) =>
  section({
    requests: section({
      cpu: cpuQuantity.default(usual.requests.cpu).describe("CPU, at most limits.cpu"),
      memory: byteQuantity.default(usual.requests.memory).describe("Memory, at most limits.memory"),
    })
      .prefault({})
      .describe("What a node reserves for the container"),
    limits: section({
      cpu: cpuQuantity.default(usual.limits.cpu).describe("CPU"),
      memory: byteQuantity
        .default(usual.limits.memory)
        .describe("Memory. Kubernetes stops a container that takes more"),
    })
      .prefault({})
      .describe("The most that the container can take"),
  }).prefault({});
