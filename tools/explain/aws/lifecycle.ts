import { type Attributes, block, blocks, type Change, text } from "../change";
import { changed, type Explainer, finding } from "../estate";
import { type Finding, say, words } from "../sentence";
import { dayCount, nameOf } from "./attributes";

interface Rule {
  readonly days: string;
  readonly oldDays: string;
  readonly where: string;
}

/** How long a bucket keeps its objects. */
export const lifecycles: Explainer = (estate) =>
  changed(estate, "aws_s3_bucket_lifecycle_configuration").flatMap(lifecycle);

/** Each rule of a bucket by its id: how long objects live, and old versions of them. */
function lifecycle(change: Change): Finding[] {
  const [before, after] = [rulesOf(change.before), rulesOf(change.after)];
  const bucket = nameOf(change);
  if (change.before === undefined) return [];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const [old, now] = [before.get(id), after.get(id)];
    if (now === undefined)
      return [
        finding(
          "check",
          "Retention",
          change,
          say`Rule ${id} of bucket ${bucket} is removed: what it expired is kept.`,
        ),
      ];
    const where = now.where === "" ? words("") : say` below ${now.where}`;
    const told: Finding[] = [];
    if (old?.days !== now.days && (now.days !== "" || old?.days !== undefined)) {
      const isShorter = Number(now.days || Infinity) < Number((old?.days ?? "") || Infinity);
      told.push(
        finding(
          isShorter ? "check" : "note",
          "Retention",
          change,
          say`Objects in bucket ${bucket}${where} are deleted after ${dayCount(now.days)} (before: ${dayCount(old?.days ?? "")}).${words(isShorter ? " Older ones are deleted now." : "")}`,
        ),
      );
    }
    if (old?.oldDays !== now.oldDays && now.oldDays !== "")
      told.push(
        finding(
          "check",
          "Retention",
          change,
          say`Old versions in bucket ${bucket}${where} are deleted after ${dayCount(now.oldDays)} (before: ${dayCount(old?.oldDays ?? "")}).`,
        ),
      );
    if (old !== undefined && old.where !== now.where)
      told.push(
        finding(
          "check",
          "Retention",
          change,
          say`Rule ${id} of bucket ${bucket} now applies to ${now.where} (before: ${old.where}).`,
        ),
      );
    return told;
  });
}

function rulesOf(attributes: Attributes | undefined): Map<string, Rule> {
  return new Map(
    blocks(attributes?.rule).map((rule) => [
      text(rule.id) ?? "",
      {
        days: text(block(rule.expiration).days) ?? "",
        oldDays: text(block(rule.noncurrent_version_expiration).noncurrent_days) ?? "",
        where: [
          text(rule.status) === "Enabled" ? "" : "(disabled)",
          text(block(rule.filter).prefix) ?? text(block(block(rule.filter).and).prefix) ?? "",
        ]
          .filter((each) => each !== "")
          .join(" "),
      },
    ]),
  );
}
