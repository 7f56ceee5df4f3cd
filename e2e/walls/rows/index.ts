import type { Attempt } from "../attempt";
import { approvalRows } from "./approval-rows";
import { configMapRows } from "./config-map-rows";
import { deployerRows } from "./deployer-rows";
import { identityRows } from "./identity-rows";
import { imageRows } from "./image-rows";
import { podRows } from "./pod-rows";
import { resultRows } from "./result-rows";
import { runningRows } from "./running-rows";
import { storedRows } from "./stored-rows";
import { submissionRows } from "./submission-rows";
import { templateRows } from "./template-rows";

/** Every request that is tried. */
export const attempts: readonly Attempt[] = [
  ...submissionRows,
  ...storedRows,
  ...templateRows,
  ...runningRows,
  ...identityRows,
  ...approvalRows,
  ...podRows,
  ...imageRows,
  ...resultRows,
  ...configMapRows,
  ...deployerRows,
];
