import { section } from "./fields/basic";
import { chartValues } from "./fields/chart-values";

export const argo = section({
  values: chartValues
    .prefault({})
    .describe(
      "Values of the upstream chart that have no field of their own, under the chart's names. All others are refused: what " +
        "the project sets has a field, or is the same everywhere",
    ),
})
  .prefault({})
  .describe("Values of the upstream chart");
