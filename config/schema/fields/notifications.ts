import { snsTopicArn } from "./aws";
import { oneOf, section } from "./basic";

/** How a team is told about the results of its workflows. Webhooks are Secrets, so they are not here. */
export const notifications = section({
  when: oneOf(["always", "failure", "change"])
    .default("always")
    .describe(
      "Which results the team is told about: `always` is each one, `failure` those that did not succeed, and `change` the " +
        "first one of a repository and revision, and then each that is not as the last one was",
    ),
  topicArn: snsTopicArn
    .optional()
    .describe(
      "SNS topic that gets the results, such as for mail or PagerDuty. The policy of a topic in another account must allow " +
        "the role <env>-argo-notifier-<namespace>, and so must the key of a topic that has a customer managed key. Default: none",
    ),
});
