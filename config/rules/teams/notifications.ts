import { otherPartition } from "../arn-owner";
import type { Draft, Violation } from "../violation";

export function notificationsRules({ region, teams = {} }: Draft): Violation[] {
  return Object.entries(teams).flatMap(([name, { notifications }]) =>
    otherPartition(["teams", name, "notifications", "topicArn"], notifications.topicArn, region),
  );
}
