import type { LoggerService } from "@backstage/backend-plugin-api";

import type { Grant } from "../grant";
import { ArgoError } from "./argo-error";
import { oneLine } from "../one-line";
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
  /** Permission to read the workflow. */
  readonly grant: Grant;
  /** Permission to terminate the workflow when the task is canceled. @default the workflow continues */
  readonly end: Grant | undefined;
  readonly workflow: WorkflowId & { readonly uid?: string | undefined };
  readonly clock: Clock;
  readonly logger: Pick<LoggerService, "info" | "warn">;
  readonly signal: AbortSignal | undefined;
  /** @default 3600 */
  readonly timeoutSeconds: number | undefined;
}

export const defaultTimeoutSeconds = 3600;
/** How long an outage of Argo's server may last before the wait fails. */
const outageMilliseconds = 5 * 60_000;
const firstPause = 2_000;
const longestPause = 15_000;
/** A load balancer closes a connection on which nothing comes for a while, often 60 seconds. */
const longestSilence = 30_000;

/**
 * Polls a workflow until it ends: first every 2 seconds, then less often, up to every 15 seconds. Logs changes, and a line
 * after 30 seconds without one, so that the page that shows the log keeps its connection.
 * @returns the state of a workflow that succeeded
 * @throws the workflow's failure, a timeout, the server's refusal, or the signal's reason
 */
export async function waitForCompletion(options: WaitOptions): Promise<WorkflowState> {
  try {
    const final = await finalState(options);
    if (final.phase === "Succeeded") return final;
    throw await failureOf(options, final);
  } catch (error) {
    if (options.signal?.aborted) throw await abandoned(options);
    throw error;
  }
}

async function finalState({ grant, workflow, clock, logger, signal, timeoutSeconds }: WaitOptions) {
  const { client } = grant;
  const limit = timeoutSeconds ?? defaultTimeoutSeconds;
  const from = clock.now();
  let heardAt = from;
  let pause = firstPause;
  let silent = false;
  let shown = "";
  let saidAt = from;
  const say = (line: string, level: "info" | "warn" = "info"): void => {
    logger[level](line);
    saidAt = clock.now();
  };
  for (;;) {
    signal?.throwIfAborted();
    let state: WorkflowState | undefined;
    try {
      const found = sameOne(workflow, await readWorkflow(client, workflow, signal));
      grant.requireWorkflow(found);
      state = stateOf(client, found);
      heardAt = clock.now();
      if (silent) say("Argo's server responds again");
      silent = false;
    } catch (error) {
      if (!(error instanceof ArgoError) || !error.transient || clock.now() - heardAt > outageMilliseconds)
        throw error;
      if (!silent) say(`${error.message}; waiting until it responds`, "warn");
      silent = true;
    }
    if (state !== undefined) {
      const line = lineOf(state);
      if (line !== shown) say(line);
      shown = line;
      if (isFinal(state.phase)) return state;
    }
    const left = from + limit * 1000 - clock.now();
    if (left <= 0) {
      const { namespace, name } = workflow;
      throw new Error(
        `Workflow ${namespace}/${name} is still ${state?.phase ?? "unknown"} after ${limit} s; it continues to run`,
      );
    }
    if (clock.now() - saidAt >= longestSilence)
      say(`Still waiting after ${Math.round((clock.now() - from) / 1000)} s`);
    await clock.sleep(Math.min(pause, left), signal);
    pause = Math.min(pause * 1.5, longestPause);
  }
}

/** After a workflow is deleted, another one can have its name. */
function sameOne({ namespace, name, uid }: WaitOptions["workflow"], found: Workflow): Workflow {
  if (uid !== undefined && found.metadata.uid !== uid)
    throw new ArgoError(
      `Workflow ${namespace}/${name} was deleted, and another workflow now has its name`,
      404,
    );
  return found;
}

function lineOf({ phase, progress, message }: WorkflowState): string {
  return `Workflow is ${phase}${progress && ` (${progress})`}${message && `: ${oneLine(message)}`}`;
}

/** Argo's messages about a step without retries left: they give no reason, which the step itself has. */
const usedUp = /^(retryStrategy\.expression evaluated to false|No more retries left)$/;

async function failureOf(
  { grant, workflow, logger, signal }: WaitOptions,
  state: WorkflowState,
): Promise<Error> {
  const { steps, step, log } = await explainFailure(grant.client, workflow, signal);
  if (log.length > 0) logger.info(`Last lines of ${step}:`);
  for (const line of log) logger.info(`  ${line}`);
  const own = steps.length > 0 && usedUp.test(state.message) ? "" : state.message;
  const why = [own, ...steps].filter((text) => text !== "").map((text) => oneLine(text));
  const end = log.length > 0 ? `. Last line of ${step}: ${log.at(-1) ?? ""}` : "";
  return new Error(
    `Workflow ${state.namespace}/${state.name} ended as ${state.phase}: ${why.join("; ") || "no reason given"}${end}. See ${state.url}`,
  );
}

async function abandoned({ end, workflow, logger, signal }: WaitOptions): Promise<Error> {
  const { namespace, name } = workflow;
  if (end === undefined) {
    logger.info(`The task was canceled; workflow ${namespace}/${name} continues to run`);
    return signal?.reason as Error;
  }
  try {
    end.requireWorkflow(sameOne(workflow, await readWorkflow(end.client, workflow)));
    await terminate(end.client, workflow);
    logger.info(`The task was canceled; workflow ${namespace}/${name} was terminated`);
    return signal?.reason as Error;
  } catch (error) {
    logger.warn(`The task was canceled. ${(error as Error).message}`);
    return error as Error;
  }
}
