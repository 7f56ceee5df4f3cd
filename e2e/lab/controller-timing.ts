/**
 * Timing of the lab's workflow controllers, by their environment variables: shorter than the defaults where a row would
 * wait for minutes, longer where a busy machine would miss a deadline.
 */
export const controllerTiming: Readonly<Record<string, string>> = {
  // A controller that can't renew its lease in time ends, so the deadline outlasts a stall of the machine (10 s by
  // default). A killed leader is replaced when its lease has expired.
  LEADER_ELECTION_LEASE_DURATION: "30s",
  LEADER_ELECTION_RENEW_DEADLINE: "20s",
  LEADER_ELECTION_RETRY_PERIOD: "1s",
  DEFAULT_REQUEUE_TIME: "2s",
  // A pod that is gone sooner after its start (10 s by default) is created again without counting as a try.
  RECENTLY_STARTED_POD_DURATION: "1s",
  // A workflow with a pod that vanished does not end before these have passed (2 and 10 minutes by default): the
  // controller waits for the rest of that pod's results (workflow/controller/taskresult.go).
  RECENTLY_DELETED_POD_DURATION: "5s",
  TASK_RESULT_TIMEOUT_DURATION: "20s",
};
