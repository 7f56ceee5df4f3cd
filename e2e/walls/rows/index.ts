import type { Attempt } from "../attempt";
import { approvalRows } from "./approval-rows";
import { argumentRows } from "./argument-rows";
import { artifactRows } from "./artifact-rows";
import { configMapRows } from "./config-map-rows";
import { deployerRows } from "./deployer-rows";
import { exposureRows } from "./exposure-rows";
import { identityRows } from "./identity-rows";
import { imageRows } from "./image-rows";
import { knownFieldRows } from "./known-field-rows";
import { lateDemandRows } from "./late-demand-rows";
import { podAccountRows } from "./pod-account-rows";
import { podNodeRows } from "./pod-node-rows";
import { podTokenRows } from "./pod-token-rows";
import { resultRows } from "./result-rows";
import { retryRows } from "./retry-rows";
import { runningRows } from "./running-rows";
import { scheduleRows } from "./schedule-rows";
import { stepRows } from "./step-rows";
import { storedRows } from "./stored-rows";
import { submissionRows } from "./submission-rows";
import { templateRows } from "./template-rows";

/** Every request that is tried. */
export const attempts: readonly Attempt[] = [
  ...submissionRows,
  ...argumentRows,
  ...storedRows,
  ...artifactRows,
  ...templateRows,
  ...knownFieldRows,
  ...lateDemandRows,
  ...scheduleRows,
  ...runningRows,
  ...stepRows,
  ...retryRows,
  ...identityRows,
  ...approvalRows,
  ...podAccountRows,
  ...podTokenRows,
  ...podNodeRows,
  ...imageRows,
  ...resultRows,
  ...configMapRows,
  ...deployerRows,
  ...exposureRows,
];
