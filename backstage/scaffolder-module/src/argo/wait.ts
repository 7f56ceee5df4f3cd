import type { LoggerService } from "@backstage/backend-plugin-api";

import type { ArgoClient } from "./argo-client";
import { ArgoError } from "./argo-error";
import { printable } from "./bounded-body";
import type { Clock } from "./clock";
import { explainFailure } from "./failure";
import { terminate } from "./termination";
import {
  isFinal,
  readWorkflow,
  stateOf,
  type Workflow,
  type WorkflowId,
  type WorkflowState,
} from "./workflow";

export interface WaitOptions {
  readonly client: ArgoClient;
  readonly workflow: WorkflowId & { readonly uid?: string | undefined };
  readonly clock: Clock;
  readonly logger: Pick<LoggerService, "info" | "warn">;
  readonly signal: AbortSignal | undefined;
  /** @default 3600 */
  readonly timeoutSeconds: number | undefined;
  /** @default false */
  readonly terminateOnAbort: boolean | undefined;
}

export const defaultTimeoutSeconds = 3600;
/** How long Argo's server may fail or stay silent without an end to the waiting. */
const outageMilliseconds = 5 * 60_000;
const firstPause = 2_000;
const longestPause = 15_000;

/**
 * Looks at a workflow until it ends: every 2 seconds, more and more seldom up to 15. Logs what changes, nothing else.
 * @returns the state of a workflow that succeeded
 * @throws what it failed with; that it takes too long; what the server refuses; the signal's reason
 */
export async function waitForWorkflow(options: WaitOptions): Promise<WorkflowState> {
  try {
    const final = await finalState(options);
    if (final.phase === "Succeeded") return final;
    throw await failureOf(options, final);
  } catch (error) {
    if (options.signal?.aborted) throw await abandoned(options);
    throw error;
  }
}

async function finalState({ client, workflow, clock, logger, signal, timeoutSeconds }: WaitOptions) {
  const limit = timeoutSeconds ?? defaultTimeoutSeconds;
  const from = clock.now();
  let heardAt = from;
  let pause = firstPause;
  let silent = false;
  let shown = "";
  for (;;) {
    signal?.throwIfAborted();
    let state: WorkflowState | undefined;
    try {
      state = stateOf(client, sameOne(workflow, await readWorkflow(client, workflow, signal)));
      heardAt = clock.now();
      if (silent) logger.info("Argo's server answers again");
      silent = false;
    } catch (error) {
      if (!(error instanceof ArgoError) || !error.transient || clock.now() - heardAt > outageMilliseconds)
        throw error;
      if (!silent) logger.warn(`${error.message}; waiting for it`);
      silent = true;
    }
    if (state !== undefined) {
      const line = lineOf(state);
      if (line !== shown) logger.info(line);
      shown = line;
      if (isFinal(state.phase)) return state;
    }
    const left = from + limit * 1000 - clock.now();
    if (left <= 0) {
      const { namespace, name } = workflow;
      throw new Error(
        `Workflow ${namespace}/${name} is still ${state?.phase ?? "unknown"} after ${limit} s; it goes on`,
      );
    }
    await clock.sleep(Math.min(pause, left), signal);
    pause = Math.min(pause * 1.5, longestPause);
  }
}

/** Names are free again once a workflow is deleted. */
function sameOne({ namespace, name, uid }: WaitOptions["workflow"], found: Workflow): Workflow {
  if (uid !== undefined && found.metadata.uid !== uid)
    throw new ArgoError(`Workflow ${namespace}/${name} was deleted, and another one has its name now`, 404);
  return found;
}

function lineOf({ phase, progress, message }: WorkflowState): string {
  return `Workflow is ${phase}${progress && ` (${progress})`}${message && `: ${printable(message)}`}`;
}

/** What Argo says of a workflow whose step has no tries left, which is nothing: the step says why. */
const usedUp = /^(retryStrategy\.expression evaluated to false|No more retries left)$/;

async function failureOf(
  { client, workflow, logger, signal }: WaitOptions,
  state: WorkflowState,
): Promise<Error> {
  const { steps, step, log } = await explainFailure(client, workflow, signal);
  if (log.length > 0) logger.info(`Last lines of ${step}:`);
  for (const line of log) logger.info(`  ${line}`);
  const own = steps.length > 0 && usedUp.test(state.message) ? "" : state.message;
  const why = [own, ...steps].filter((text) => text !== "").map((text) => printable(text));
  const end = log.length > 0 ? `. Last line of ${step}: ${log.at(-1) ?? ""}` : "";
  return new Error(
    `Workflow ${state.namespace}/${state.name} ended as ${state.phase}: ${why.join("; ") || "no reason given"}${end}. See ${state.url}`,
  );
}

async function abandoned({
  client,
  workflow,
  logger,
  signal,
  terminateOnAbort,
}: WaitOptions): Promise<Error> {
  const { namespace, name } = workflow;
  if (terminateOnAbort !== true) {
    logger.info(`The task was cancelled; workflow ${namespace}/${name} goes on`);
    return signal?.reason as Error;
  }
  try {
    await terminate(client, workflow);
    logger.info(`The task was cancelled; workflow ${namespace}/${name} was terminated`);
    return signal?.reason as Error;
  } catch (error) {
    logger.warn(`The task was cancelled. ${(error as Error).message}`);
    return error as Error;
  }
}
